/** No card in hand: by the number on it, or by building, unit and room. Big buttons, no typing. */

import { useEffect, useState } from "preact/hooks";
import type { Household } from "../core/roster";
import { grouped } from "../core/number";
import type { NumberProblem } from "../flow/state";
import { moment } from "../words/tell";
import { Bold, useGate } from "./context";
import { Icon } from "./shapes";

type Tab = "address" | "number";

export function Lookup({ problem }: { problem: NumberProblem | null }) {
  const { words, conductor } = useGate();
  const { closedUntil } = conductor.guessing;
  const [tab, setTab] = useState<Tab>(problem ? "number" : "address");
  return (
    <section class="lookup" data-testid="lookup-screen" aria-label={words.lookup.title}>
      <div class="lookup-head">
        <button
          type="button"
          class="button quiet"
          data-testid="lookup-close"
          onClick={() => conductor.home()}
        >
          <Icon name="back" />
          {words.lookup.back}
        </button>
        <div class="switch plain" role="group" aria-label={words.lookup.title}>
          {(["address", "number"] as const).map((one) => (
            <button
              key={one}
              type="button"
              data-testid={`lookup-by-${one}`}
              aria-pressed={one === tab}
              onClick={() => setTab(one)}
            >
              {one === "address" ? words.lookup.byAddress : words.lookup.byNumber}
            </button>
          ))}
        </div>
      </div>
      {tab === "address" ? (
        <ByAddress onChoose={(household) => void conductor.lookUpHousehold(household)} />
      ) : closedUntil ? (
        <Closed until={closedUntil} />
      ) : (
        <ByNumber problem={problem} />
      )}
    </section>
  );
}

/** Building, unit, room: three presses, and no typing. */
export function ByAddress({ onChoose }: { onChoose: (household: Household) => void }) {
  const { roster, words } = useGate();
  const [building, setBuilding] = useState<string | null>(null);
  const [chosenUnit, setUnit] = useState<string | null>(null);
  const book = roster?.book ?? new Map<string, Map<string, Household[]>>();
  const units = building === null ? null : (book.get(building) ?? null);
  // One staircase only: there is nothing to ask.
  const only = units?.size === 1 ? [...units.keys()][0] : undefined;
  const unit = chosenUnit ?? only ?? null;
  const rooms = unit === null ? null : (units?.get(unit) ?? null);
  if (book.size === 0) return <p class="lookup-question">{words.lookup.empty}</p>;
  return (
    <div class="by-address">
      <p class="crumbs">
        {building !== null && (
          <Crumb
            label={words.door.building(building)}
            onClick={() => (setBuilding(null), setUnit(null))}
          />
        )}
        {building !== null && unit !== null && only === undefined && (
          <Crumb label={words.door.unit(unit)} onClick={() => setUnit(null)} />
        )}
      </p>
      {!units && (
        <Choices
          ask={words.lookup.building}
          of={[...book.keys()]}
          label={words.door.building}
          onChoose={setBuilding}
          kind="building"
        />
      )}
      {units && !rooms && (
        <Choices
          ask={words.lookup.unit}
          of={[...units.keys()]}
          label={words.door.unit}
          onChoose={setUnit}
          kind="unit"
        />
      )}
      {rooms && <Rooms rooms={rooms} onChoose={onChoose} />}
    </div>
  );
}

function Crumb({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" class="crumb" onClick={onClick}>
      <Icon name="back" /> {label}
    </button>
  );
}

function Choices(props: {
  ask: string;
  of: string[];
  label: (part: string) => string;
  onChoose: (part: string) => void;
  kind: string;
}) {
  return (
    <>
      <h1 class="lookup-question">{props.ask}</h1>
      <div class={`grid grid-${props.kind}`}>
        {props.of.map((part) => (
          <button
            key={part}
            type="button"
            class="tile"
            data-testid={`${props.kind}-${part}`}
            onClick={() => props.onChoose(part)}
          >
            {props.label(part)}
          </button>
        ))}
      </div>
    </>
  );
}

function Rooms({ rooms, onChoose }: { rooms: Household[]; onChoose: (one: Household) => void }) {
  const { words, conductor } = useGate();
  return (
    <>
      <h1 class="lookup-question">{words.lookup.room}</h1>
      <div class="grid grid-room">
        {rooms.map((one) => (
          <button
            key={one.id}
            type="button"
            class="tile"
            data-testid={`room-${one.room}`}
            onClick={() => onChoose(one)}
          >
            <b>{one.room}</b>
            <span>
              {one.name} {conductor.isOutside(one) && <em>{words.lookup.outside}</em>}
            </span>
          </button>
        ))}
      </div>
    </>
  );
}

/** Too many numbers led nowhere: what else there is, and when the keys come back. */
function Closed({ until }: { until: number }) {
  const { state, words, now, roster } = useGate();
  const zone = roster?.compound.time_zone ?? "UTC";
  return (
    <div class="number-closed" role="alert" data-testid="number-closed">
      <p class="lookup-question">
        <Bold text={words.lookup.closed(moment(words, until, now + state.line.offset, zone))} />
      </p>
      <p>{words.lookup.meanwhile}</p>
    </div>
  );
}

function ByNumber({ problem }: { problem: NumberProblem | null }) {
  const { words, conductor } = useGate();
  const [digits, setDigits] = useState("");
  useEffect(() => {
    if (digits.length === 9) void conductor.lookUpNumber(digits);
  }, [digits]);
  const said = problem && problem !== "number.closed" && words.lookup.problems[problem];
  const type = (digit: string) => setDigits(digits.length >= 9 ? digit : digits + digit);
  return (
    <div class="by-number">
      <div class="number-read">
        <h1 class="lookup-question">{words.lookup.number}</h1>
        <output
          class="number"
          data-testid="number"
          aria-label={words.lookup.aloud(grouped(digits))}
        >
          {grouped(digits.padEnd(9, "_")).join("-")}
        </output>
        <p
          class="number-problem"
          role="alert"
          data-testid="number-problem"
          data-problem={problem ?? ""}
        >
          {(digits.length >= 9 && said) || "\u00a0"}
        </p>
      </div>
      <div class="keys">
        {["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => (
          <NumberKey key={digit} digit={digit} type={type} />
        ))}
        <button
          type="button"
          class="key quiet"
          data-testid="number-clear"
          onClick={() => setDigits("")}
        >
          {words.lookup.clear}
        </button>
        <NumberKey digit="0" type={type} />
        <button
          type="button"
          class="key quiet"
          aria-label={words.keypad.back}
          data-testid="number-back"
          onClick={() => setDigits(digits.slice(0, -1))}
        >
          <Icon name="erase" />
        </button>
      </div>
    </div>
  );
}

function NumberKey({ digit, type }: { digit: string; type: (digit: string) => void }) {
  const { words } = useGate();
  return (
    <button
      type="button"
      class="key"
      data-testid={`number-${digit}`}
      aria-label={words.keypad.digit(digit)}
      onClick={() => type(digit)}
    >
      {digit}
    </button>
  );
}
