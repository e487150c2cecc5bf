/** What the guard does about a verdict: in the lower third, the main thing largest, the way out always there. */

import { readingReason, type Passage } from "../flow/state";
import { MainButton, useGate } from "./context";
import { EmergencyButton } from "./scan";
import { Icon } from "./shapes";

export function Actions({ passage }: { passage: Passage }) {
  const { outcome } = passage.verdict;
  const off = readingReason(passage) !== null;
  return (
    <div class="actions">
      {off && <AfterReading passage={passage} />}
      {!off && outcome === "refuse" && <AfterRefusal passage={passage} />}
      {!off && outcome !== "refuse" && <BeforeReading />}
      <div class="way-out">
        {outcome !== "admit" && <CallOffice />}
        <EmergencyButton class="quiet" />
      </div>
    </div>
  );
}

function BeforeReading() {
  const { words, conductor } = useGate();
  return (
    <div class="choice narrow">
      <button
        type="button"
        class="button second"
        data-testid="back"
        onClick={() => conductor.home()}
      >
        {words.verdict.back}
      </button>
      <MainButton testId="measure" onClick={() => conductor.measure()}>
        {words.verdict.measure}
      </MainButton>
    </div>
  );
}

/** Measure again first; then take note of it, or record it as it is where the guard may. */
function AfterReading({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const refused = passage.verdict.outcome === "refuse";
  return (
    <div class="choice">
      <button
        type="button"
        class="button second"
        data-testid={refused ? "accept" : "record"}
        onClick={() => void (refused ? conductor.accept() : conductor.record())}
      >
        {refused ? words.verdict.gotIt : words.verdict.recordAnyway}
      </button>
      <MainButton testId="measure-again" onClick={() => conductor.measure()}>
        {words.verdict.again}
      </MainButton>
    </div>
  );
}

function AfterRefusal({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  return (
    <div class="choice">
      {passage.household ? (
        <button
          type="button"
          class="button second"
          data-testid="urgent"
          onClick={() => conductor.show({ name: "override", passage })}
        >
          {words.verdict.urgent}
        </button>
      ) : (
        <button
          type="button"
          class="button second"
          data-testid="lookup-instead"
          onClick={() => conductor.show({ name: "lookup", problem: null })}
        >
          {words.verdict.lookup}
        </button>
      )}
      <MainButton testId="accept" onClick={() => void conductor.accept()}>
        {words.verdict.gotIt}
      </MainButton>
    </div>
  );
}

function CallOffice() {
  const { state, words } = useGate();
  const phone = state.credential?.community.phone;
  if (!phone) return null;
  return (
    <a class="button quiet" data-testid="call" href={`tel:${phone.replace(/[^0-9+]/g, "")}`}>
      <Icon name="phone" />
      {words.verdict.call}
    </a>
  );
}
