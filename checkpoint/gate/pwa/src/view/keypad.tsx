/** The temperature: big keys, the point sets itself, and what happens next stands above them. */

import { figure, formatTenths, isWhole, readKeypad } from "../core/reading";
import { isUnsettled, type KeypadScreen } from "../flow/state";
import type { Words } from "../words/types";
import { Bold, useGate } from "./context";
import { EmergencyButton } from "./scan";
import { Dot, Icon } from "./shapes";

type Props = { screen: KeypadScreen };
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function Keypad({ screen }: Props) {
  const { words } = useGate();
  return (
    <section class="keypad" data-testid="keypad" aria-label={words.keypad.title}>
      <div class="keypad-read">
        <Whom screen={screen} />
        <Figure screen={screen} />
        <Instruments screen={screen} />
      </div>
      <Keys screen={screen} />
    </section>
  );
}

function Whom({ screen }: Props) {
  const { words } = useGate();
  const { household, direction, party, verdict } = screen.passage;
  const door = household && words.door.short(household.building, household.unit, household.room);
  const people = party > 1 && words.party.people(party);
  return (
    <p class="whom">
      <Dot outcome={verdict.outcome} />
      <b>{[door, words.went[direction], people].filter(Boolean).join(" · ")}</b>
    </p>
  );
}

function Figure({ screen }: Props) {
  const { words, conductor } = useGate();
  const { typed, instrument } = screen;
  const { measuring } = conductor;
  const which = measuring.lacksInstrument(screen) && whichOne(screen, words);
  const next = which || whatNext(screen, words, measuring.offsetOf(instrument));
  return (
    <div class={`figure next-${next.kind}`}>
      <p class="figure-number">
        <output data-testid="figure">{figure(typed)}</output>
        <span class="ghost" aria-hidden="true">
          {stillToCome(typed)}
        </span>
        <span class="unit">{words.keypad.unit}</span>
      </p>
      <p
        class="figure-next"
        role="status"
        data-testid="keypad-next"
        data-problem={screen.problem ?? ""}
      >
        <Bold text={next.text} />
      </p>
      <span class={next.kind === "normal" ? "timer running" : "timer"} aria-hidden="true" />
    </div>
  );
}

/** Dashes where digits are missing: a figure that is not there must not look like one. */
function stillToCome(typed: string): string {
  return typed.includes(".") ? "" : (["––.–", "–.–", "–"][typed.length] ?? "");
}

type Next = { kind: "start" | "typing" | "normal" | "off" | "wrong"; text: string };

function whichOne({ passage }: KeypadScreen, words: Words): Next {
  const again = isUnsettled(passage);
  return { kind: "start", text: again ? words.instrument.other : words.instrument.which };
}

function whatNext({ typed, problem, passage }: KeypadScreen, words: Words, offset: number): Next {
  if (problem) return { kind: "wrong", text: words.problems[problem](figure(typed)) };
  if (!typed) return { kind: "start", text: words.keypad.start };
  const shown = readKeypad(typed);
  if (!isWhole(typed) || "problem" in shown) return { kind: "typing", text: "\u00a0" };
  const tenths = shown.tenths + offset;
  const { fever_tenths: fever, cold_tenths: cold } = passage.rules;
  if (tenths >= fever) return { kind: "off", text: words.keypad.fever };
  if (tenths < cold) return { kind: "off", text: words.keypad.cold };
  return { kind: "normal", text: words.keypad.normal };
}

/** The thermometers of the gate, the one in hand pressed; what it shows too little is put right. */
function Instruments({ screen }: Props) {
  const { words, conductor, roster } = useGate();
  const instruments = roster?.instruments ?? [];
  const used = isUnsettled(screen.passage) && screen.passage.readings.at(-1)?.instrument_id;
  if (instruments.length === 0) return null;
  return (
    <div
      class={conductor.measuring.lacksInstrument(screen) ? "instruments asks" : "instruments"}
      role="group"
      aria-label={words.instrument.label}
    >
      {instruments.length > 1 &&
        instruments.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="instrument"
            data-testid={`instrument-${id}`}
            aria-pressed={id === screen.instrument}
            onClick={() => conductor.measuring.choose(id)}
          >
            {name}
            {id === used && <span class="small">{words.instrument.used}</span>}
          </button>
        ))}
      <Correction screen={screen} />
    </div>
  );
}

function Correction({ screen }: Props) {
  const { words, roster } = useGate();
  const one = roster?.instruments.find(({ id }) => id === screen.instrument);
  const shown = readKeypad(screen.typed);
  if (!one?.offset_tenths || !isWhole(screen.typed) || "problem" in shown) return null;
  const { name, offset_tenths: offset } = one;
  const sign = offset > 0 ? "+" : "−";
  return (
    <p class="correction" data-testid="correction">
      <Bold
        text={words.instrument.corrected(
          name,
          sign + formatTenths(Math.abs(offset)),
          formatTenths(shown.tenths + offset),
        )}
      />
    </p>
  );
}

function Keys({ screen }: Props) {
  const { words, conductor } = useGate();
  const idle = conductor.measuring.lacksInstrument(screen);
  return (
    <div class={idle ? "keys idle" : "keys"}>
      {DIGITS.map((digit) => (
        <Digit key={digit} digit={digit} disabled={idle} />
      ))}
      <button
        type="button"
        class="key quiet"
        data-testid="key-back"
        onClick={() =>
          screen.typed
            ? conductor.press("back")
            : conductor.show({ name: "verdict", passage: screen.passage })
        }
      >
        {screen.typed ? <Icon name="erase" /> : <Icon name="back" />}
        {screen.typed ? words.keypad.back : words.keypad.cancel}
      </button>
      <Digit digit="0" disabled={idle} />
      <button
        type="button"
        class="key record"
        data-testid="record"
        disabled={!screen.typed}
        onClick={() => void conductor.record()}
      >
        {words.keypad.record}
      </button>
      <button
        type="button"
        class="button quiet skip"
        data-testid="skip-reading"
        disabled={isUnsettled(screen.passage)}
        onClick={() => void conductor.measuring.skip()}
      >
        {words.keypad.skip}
      </button>
      <EmergencyButton class="quiet" />
    </div>
  );
}

function Digit({ digit, disabled }: { digit: string; disabled: boolean }) {
  const { words, conductor } = useGate();
  return (
    <button
      type="button"
      class="key"
      data-testid={`key-${digit}`}
      aria-label={words.keypad.digit(digit)}
      disabled={disabled}
      onClick={() => conductor.press(digit)}
    >
      {digit}
    </button>
  );
}
