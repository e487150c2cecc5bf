/** A number plate by keys of its own: the province, then letters and digits; no I, no O, no typing. */

import { useState } from "preact/hooks";
import { isInDoubt, paintedPlate, PROVINCES, readPlate } from "../core/plate";
import type { VehicleKind, VehicleShape } from "../core/types";
import { useGate } from "./context";
import { Icon } from "./shapes";

const SIGNS = [..."1234567890ABCDEFGHJKLMNPQRSTUVWXYZ"];
const ENDINGS = ["警", "学", "挂", "港", "澳", "使", "领", "应急"];
const LONGEST = 10;
const CHOICES: readonly VehicleKind[] = ["visitor", "delivery", "emergency", "unknown"];

type Props = {
  vehicle: VehicleShape | null;
  /** What it most likely is, where the register does not say. */
  usual: VehicleKind;
  onBack: () => void;
  onDone: (vehicle: VehicleShape | null) => void;
};

export function PlateEntry({ vehicle, usual, onBack, onDone }: Props) {
  const { words, roster } = useGate();
  const [text, setText] = useState(vehicle?.plate ?? "");
  const [said, setKind] = useState<VehicleKind>(vehicle?.kind ?? usual);
  const [disinfected, setDisinfected] = useState(vehicle?.disinfected ?? false);
  const read = readPlate(text);
  const plate = "plate" in read ? read.plate : null;
  const known = plate ? roster?.vehicles.get(plate) : undefined;
  const kind = known?.active ? known.kind : said;
  return (
    <section class="plate-entry" data-testid="plate-screen" aria-label={words.vehicles.title}>
      <div class="lookup-head visit-head">
        <button type="button" class="button quiet" data-testid="plate-back" onClick={onBack}>
          <Icon name="back" />
          {words.visits.back}
        </button>
        <h1>{words.vehicles.title}</h1>
        <button
          type="button"
          class="button quiet"
          data-testid="plate-none"
          onClick={() => onDone(null)}
        >
          {words.vehicles.none}
        </button>
      </div>
      <div class="plate-read">
        <output class="plate-number" data-testid="plate" lang="zh-CN">
          {text ? paintedPlate(text) : "\u00a0"}
        </output>
        <Status text={text} />
      </div>
      {plate && (
        <div class="plate-facts">
          {!known?.active && (
            <div class="chips-row four" role="group" aria-label={words.vehicles.kind}>
              {CHOICES.map((one) => (
                <button
                  key={one}
                  type="button"
                  class="chip"
                  data-testid={`kind-${one}`}
                  aria-pressed={one === said}
                  onClick={() => setKind(one)}
                >
                  {words.vehicles.kinds[one]}
                </button>
              ))}
            </div>
          )}
          <button
            type="button"
            class="chip tick"
            role="switch"
            data-testid="disinfected"
            aria-checked={disinfected}
            onClick={() => setDisinfected(!disinfected)}
          >
            <Icon name="check" />
            {words.vehicles.disinfected}
          </button>
        </div>
      )}
      <PlateKeys text={text} onChange={setText} />
      <div class="visit-foot single">
        <button
          type="button"
          class="button main jade"
          data-testid="plate-done"
          disabled={!plate}
          onClick={() => plate && onDone({ plate, kind, disinfected })}
        >
          {words.vehicles.done}
        </button>
      </div>
    </section>
  );
}

/** Whose it is by the register; or what is missing, or odd. */
function Status({ text }: { text: string }) {
  const { words, roster } = useGate();
  const read = readPlate(text);
  const said = words.vehicles;
  if (!text) return <p class="plate-status">{said.start}</p>;
  if ("reason" in read) {
    return (
      <p class="plate-status" role="status" data-testid="plate-status" data-problem={read.reason}>
        {said.wrong[read.reason]}
      </p>
    );
  }
  const known = roster?.vehicles.get(read.plate);
  const home = roster?.households.get(known?.householdId ?? 0);
  const door = home && words.door.short(home.building, home.unit, home.room);
  const kind = known?.active ? said.kinds[known.kind] : null;
  const registered = kind && (door ? said.registeredAt(kind, door) : said.registered(kind));
  return (
    <p
      class="plate-status"
      role="status"
      data-testid="plate-status"
      data-known={kind !== null}
      data-doubt={isInDoubt(read.plate)}
    >
      {registered ?? (isInDoubt(read.plate) ? said.doubt : said.notRegistered)}
      {known?.active && known.kind === "delivery" && ` · ${said.handOver}`}
    </p>
  );
}

function PlateKeys({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { words, roster } = useGate();
  const [foreign, setForeign] = useState(text !== "" && !PROVINCES.includes(text.charAt(0)));
  const add = (sign: string) => text.length < LONGEST && onChange(text + sign);
  if (!text && !foreign) {
    const usual = usualProvinces([...(roster?.vehicles.keys() ?? [])]);
    return (
      <div class="plate-keys" role="group" aria-label={words.vehicles.province}>
        {usual.map((province) => (
          <button
            key={province}
            type="button"
            class="plate-key"
            lang="zh-CN"
            data-testid={`province-${province}`}
            onClick={() => add(province)}
          >
            {province}
          </button>
        ))}
        <button
          type="button"
          class="plate-key wide"
          data-testid="province-none"
          onClick={() => setForeign(true)}
        >
          {words.vehicles.other}
        </button>
      </div>
    );
  }
  return (
    <div class="plate-keys" role="group" aria-label={words.vehicles.title}>
      {SIGNS.map((sign) => (
        <button
          key={sign}
          type="button"
          class="plate-key"
          data-testid={`sign-${sign}`}
          onClick={() => add(sign)}
        >
          {sign}
        </button>
      ))}
      <button
        type="button"
        class="plate-key"
        data-testid="plate-erase"
        aria-label={words.vehicles.erase}
        onClick={() => (text ? onChange(shortened(text)) : setForeign(false))}
      >
        <Icon name="erase" />
      </button>
      <div class="plate-endings">
        {ENDINGS.map((sign) => (
          <button
            key={sign}
            type="button"
            class="plate-key"
            lang="zh-CN"
            data-testid={`sign-${sign}`}
            onClick={() => add(sign)}
          >
            {sign}
          </button>
        ))}
      </div>
    </div>
  );
}

function shortened(text: string): string {
  return text.endsWith("应急") ? text.slice(0, -2) : text.slice(0, -1);
}

/** The provinces, those of the register first: most vehicles are from here. */
function usualProvinces(plates: string[]): string[] {
  const counts = new Map<string, number>();
  for (const plate of plates) {
    const first = plate.charAt(0);
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const often = (one: string) => counts.get(one) ?? 0;
  return [...PROVINCES].sort((a, b) => often(b) - often(a));
}
