/** What the guard does about a visitor. Refused or sent away, it is on record as well. */

import type { Passage } from "../flow/state";
import { MainButton, Second, useGate } from "./context";

export function VisitorChoice({ passage }: { passage: Passage }) {
  if (passage.direction === "exit") return <Leaving />;
  return passage.verdict.outcome === "refuse" ? (
    <Refused passage={passage} />
  ) : (
    <Coming passage={passage} />
  );
}

function Leaving() {
  const { words, conductor } = useGate();
  return (
    <div class="choice narrow">
      <Second testId="back" onClick={() => conductor.home()}>
        {words.verdict.back}
      </Second>
      <MainButton testId="visitor-leaves" onClick={() => void conductor.record()}>
        {words.visits.list.leaves}
      </MainButton>
    </div>
  );
}

function Refused({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const canChange = passage.visit?.draft !== undefined && !passage.recorded;
  return (
    <div class={canChange ? "choice" : ""}>
      {canChange && <Change />}
      <MainButton testId="accept" class="whole" onClick={() => void conductor.accept()}>
        {words.verdict.gotIt}
      </MainButton>
    </div>
  );
}

/** Measured, they are let in. Where there is a question, sending them away is a press as well. */
function Coming({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const asks = passage.verdict.outcome === "ask";
  const again = passage.reading !== null;
  return (
    <div class="choice">
      {asks ? (
        <Second testId="accept" onClick={() => void conductor.accept()}>
          {words.visits.turnAway}
        </Second>
      ) : (
        <Change />
      )}
      <MainButton testId="measure" onClick={() => conductor.measure()}>
        {again ? words.verdict.again : words.verdict.measure}
      </MainButton>
    </div>
  );
}

function Change() {
  const { words, conductor } = useGate();
  return (
    <Second testId="back" onClick={() => conductor.stepBack()}>
      {words.verdict.back}
    </Second>
  );
}
