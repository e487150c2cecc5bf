/** What the guard does about a verdict: in the lower third, the main thing largest, the way out always there. */

import { isUnsettled, readingReason, reasonOf, type Passage } from "../flow/state";
import { MainButton, Second, useGate } from "./context";
import { useLeft } from "./holds";
import { EmergencyButton } from "./scan";
import { Icon } from "./shapes";
import { VisitorChoice } from "./visit-actions";
import { VehicleButton } from "./visit-panel";

export function Actions({ passage }: { passage: Passage }) {
  const { outcome } = passage.verdict;
  return (
    <div class="actions">
      <MainChoice passage={passage} />
      <div class="way-out">
        {isUnsettled(passage) && passage.direction === "exit" && <Urgent passage={passage} quiet />}
        <VehicleButton passage={passage} />
        {outcome !== "admit" && <CallOffice />}
        <EmergencyButton class="quiet" />
      </div>
    </div>
  );
}

function MainChoice({ passage }: { passage: Passage }) {
  if (isUnsettled(passage)) return <WhileTheyWait passage={passage} />;
  if (passage.visit) return <VisitorChoice passage={passage} />;
  if (reasonOf(passage.verdict) === "reading.fever") return <AfterFever passage={passage} />;
  if (passage.verdict.outcome === "refuse") return <AfterRefusal passage={passage} />;
  return readingReason(passage) ? <AfterColdReading /> : <BeforeReading />;
}

function BeforeReading() {
  const { words, conductor } = useGate();
  return (
    <div class="choice narrow">
      <Second testId="back" onClick={() => conductor.home()}>
        {words.verdict.back}
      </Second>
      <MainButton testId="measure" onClick={() => conductor.measure()}>
        {words.verdict.measure}
      </MainButton>
    </div>
  );
}

/** Too cold to be true: measure again, or record it as it is. */
function AfterColdReading() {
  const { words, conductor } = useGate();
  return (
    <div class="choice">
      <Second testId="record" onClick={() => void conductor.record()}>
        {words.verdict.recordAnyway}
      </Second>
      <MainButton testId="measure-again" onClick={() => conductor.measure()}>
        {words.verdict.again}
      </MainButton>
    </div>
  );
}

/** The first reading was high. They are on the list: the next one may come until they have rested. */
function WhileTheyWait({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const left = useLeft(conductor.holding.of(passage)?.readyAt ?? 0);
  const leaving = passage.direction === "exit" || passage.visit !== null;
  const gone = (
    <Second
      testId={leaving ? "went-home" : "record"}
      onClick={() => void (leaving ? conductor.accept() : conductor.record())}
    >
      {passage.visit
        ? words.visits.wentAway
        : leaving
          ? words.hold.wentHome
          : words.verdict.record}
    </Second>
  );
  if (left > 0) {
    return (
      <>
        <div class="choice even">
          {gone}
          <Second testId="measure-again" onClick={() => conductor.measure()}>
            {words.hold.measure}
          </Second>
        </div>
        <MainButton testId="they-wait" onClick={() => conductor.home()}>
          {words.hold.next}
        </MainButton>
      </>
    );
  }
  return (
    <div class="choice">
      {gone}
      <MainButton testId="measure-again" onClick={() => conductor.measure()}>
        {words.hold.measure}
      </MainButton>
    </div>
  );
}

/** High twice. On the way out it is on record already; whoever comes home is let in. */
function AfterFever({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  if (passage.verdict.outcome === "refuse") return <AfterRefusal passage={passage} />;
  return (
    <div class="choice">
      <Second testId="back" onClick={() => conductor.home()}>
        {words.verdict.back}
      </Second>
      <MainButton testId="record" onClick={() => void conductor.record()}>
        {words.verdict.record}
      </MainButton>
    </div>
  );
}

function AfterRefusal({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  if (passage.verdict.may?.includes("visitor_path")) return <AfterStranger />;
  return (
    <div class="choice">
      {passage.household ? (
        <Urgent passage={passage} />
      ) : (
        <Second
          testId="lookup-instead"
          onClick={() => conductor.show({ name: "lookup", problem: null })}
        >
          {words.verdict.lookup}
        </Second>
      )}
      <MainButton testId="accept" onClick={() => void conductor.accept()}>
        {words.verdict.gotIt}
      </MainButton>
    </div>
  );
}

/** Nobody whom a card speaks for: looked up by the door, or taken for a visitor. */
function AfterStranger() {
  const { words, conductor } = useGate();
  return (
    <>
      <div class="choice even">
        <Second
          testId="lookup-instead"
          onClick={() => conductor.show({ name: "lookup", problem: null })}
        >
          {words.verdict.lookup}
        </Second>
        <Second testId="visitor-path" onClick={() => conductor.visiting.start()}>
          {words.visits.path}
        </Second>
      </div>
      <MainButton testId="accept" onClick={() => void conductor.accept()}>
        {words.verdict.gotIt}
      </MainButton>
    </>
  );
}

/** Against the verdict, with a reason. */
function Urgent({ passage, quiet }: { passage: Passage; quiet?: boolean }) {
  const { words, conductor } = useGate();
  return (
    <button
      type="button"
      class={`button ${quiet ? "quiet" : "second"}`}
      data-testid="urgent"
      onClick={() => conductor.show({ name: "override", passage })}
    >
      {words.verdict.urgent}
    </button>
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
