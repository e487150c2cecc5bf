/** Who waits to be measured again, each with the time that is left; one press takes up with them. */

import { formatTenths } from "../core/reading";
import type { Hold } from "../flow/state";
import { clockWords } from "../words/tell";
import { Bold, useGate, useNow } from "./context";
import { Dot } from "./shapes";

/** What is left until then, in milliseconds. */
export function useLeft(readyAt: number): number {
  return Math.max(0, readyAt - useNow(1_000));
}

export function Holds() {
  const { state, words } = useGate();
  if (state.holds.length === 0) return null;
  return (
    <div class="holds" data-testid="holds" data-count={state.holds.length}>
      <h2>{words.hold.title}</h2>
      <ol>
        {state.holds.map((hold) => (
          <HoldLine key={hold.id} hold={hold} />
        ))}
      </ol>
    </div>
  );
}

function HoldLine({ hold }: { hold: Hold }) {
  const { words, conductor } = useGate();
  const left = useLeft(hold.readyAt);
  const { door, direction, readings } = hold;
  const at = door && words.door.short(door.building, door.unit, door.room);
  const who = hold.visit
    ? [words.visits.visitor, hold.visit.visit.name, at].filter(Boolean).join(" ")
    : (at ?? words.scan.emergency);
  const last = readings.at(-1);
  return (
    <li>
      <button
        type="button"
        class={left > 0 ? "hold" : "hold ready"}
        data-testid="hold"
        data-ready={left === 0}
        onClick={() => void conductor.resume(hold.id)}
      >
        <Dot outcome="ask" />
        <b>{who}</b>
        <span class="hold-what">
          {(hold.visit ? words.visits.went : words.went)[direction]} {last && formatTenths(last.tenths)}
        </span>
        <span class="hold-left">{left > 0 ? clockWords(left) : words.hold.ready}</span>
        <span class="hidden">{words.hold.measure}</span>
      </button>
    </li>
  );
}

/** On the screen of whoever waits. */
export function Countdown({ readyAt }: { readyAt: number }) {
  const { words } = useGate();
  const left = useLeft(readyAt);
  return (
    <p class="verdict-next" data-testid="countdown" role="timer">
      <Bold text={left > 0 ? words.hold.waits(clockWords(left)) : `**${words.hold.ready}**`} />
    </p>
  );
}
