/** The temperature: big keys, the point sets itself, and what happens next stands above them. */

import { figure, isWhole, readKeypad } from "../core/reading";
import type { Screen } from "../flow/state";
import { Bold, useGate } from "./context";
import { EmergencyButton } from "./scan";
import { Dot, Icon } from "./shapes";

type Props = { screen: Extract<Screen, { name: "keypad" }> };
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function Keypad({ screen }: Props) {
  const { words } = useGate();
  return (
    <section class="keypad" data-testid="keypad" aria-label={words.keypad.title}>
      <div class="keypad-read">
        <Whom screen={screen} />
        <Figure screen={screen} />
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
  const { words } = useGate();
  const { typed } = screen;
  const next = whatNext(screen, words);
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

function whatNext(
  { typed, problem, passage }: Props["screen"],
  words: ReturnType<typeof useGate>["words"],
): { kind: "start" | "typing" | "normal" | "off" | "wrong"; text: string } {
  if (problem) return { kind: "wrong", text: words.problems[problem](figure(typed)) };
  if (!typed) return { kind: "start", text: words.keypad.start };
  const reading = readKeypad(typed);
  if (!isWhole(typed) || "problem" in reading) return { kind: "typing", text: "\u00a0" };
  const { fever_tenths: fever, cold_tenths: cold } = passage.facts.rules;
  if (reading.tenths >= fever) return { kind: "off", text: words.keypad.fever };
  if (reading.tenths < cold) return { kind: "off", text: words.keypad.cold };
  return { kind: "normal", text: words.keypad.normal };
}

function Keys({ screen }: Props) {
  const { words, conductor } = useGate();
  return (
    <div class="keys">
      {DIGITS.map((digit) => (
        <Digit key={digit} digit={digit} />
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
      <Digit digit="0" />
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
        onClick={() => void conductor.recordWithoutReading()}
      >
        {words.keypad.skip}
      </button>
      <EmergencyButton class="quiet" />
    </div>
  );
}

function Digit({ digit }: { digit: string }) {
  const { words, conductor } = useGate();
  return (
    <button
      type="button"
      class="key"
      data-testid={`key-${digit}`}
      aria-label={words.keypad.digit(digit)}
      onClick={() => conductor.press(digit)}
    >
      {digit}
    </button>
  );
}
