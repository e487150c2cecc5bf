/** What is wrong with this device, in a line each below the strip. */

import { CLOCK_OFF_AFTER } from "../core/age";
import { spanWords } from "../words/tell";
import { useGate } from "./context";

/** Lines below the strip: nothing was recorded, space runs low, the clock cannot be believed. */
export function Warnings() {
  const { state, words } = useGate();
  const off = Math.abs(state.line.offset);
  return (
    <div role="alert">
      {state.unkept && (
        <p class="warning grave" data-testid="unkept">
          {words.strip.unkept}
        </p>
      )}
      {state.spaceLeft !== null && (
        <p class="warning" data-testid="storage-warning">
          {words.strip.spaceLow(state.spaceLeft, state.unsent)}
        </p>
      )}
      {state.joinedAlready && <JoinedAlready />}
      {state.credential && off >= CLOCK_OFF_AFTER && (
        <p class="warning" data-testid="clock-warning">
          {words.strip.clockOff(spanWords(words, off))}
        </p>
      )}
    </div>
  );
}

/** A link to join was opened here: a gate is changed by staff, not by a link. */
function JoinedAlready() {
  const { state, words, conductor, roster } = useGate();
  const gate = roster?.gate.name ?? state.credential?.gate.name ?? "";
  return (
    <p class="warning" data-testid="joined-already">
      {words.strip.joinedAlready(gate)}{" "}
      <button type="button" onClick={() => conductor.set({ joinedAlready: false })}>
        {words.verdict.gotIt}
      </button>
    </p>
  );
}
