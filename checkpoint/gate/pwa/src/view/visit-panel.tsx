/** On a verdict: who visits whom, and what they drive. */

import { formatNumber } from "../core/number";
import { paintedPlate } from "../core/plate";
import { reasonOf, type Passage } from "../flow/state";
import { moment } from "../words/tell";
import { useGate } from "./context";
import { Icon } from "./shapes";

/** The door is large: it is where they go. */
export function VisitPanel({ passage }: { passage: Passage }) {
  const { words } = useGate();
  const { visit: here, household, facts, pass } = passage;
  if (!here) return null;
  const { visit } = here;
  const said = words.visits;
  const door = household && words.door.whole(household.building, household.unit, household.room);
  const until = moment(words, visit.until, Date.parse(facts.now), facts.gate.time_zone);
  return (
    <div class="panel door kind-visitor" data-testid="visit-panel" data-state={visit.state}>
      <p class="door-address" data-testid="door-address">
        {door ?? said.notHousehold}
      </p>
      <p class="door-small">
        <b>
          {said.visitor} {visit.name}
        </b>
        <span>{said.facts(said.purposes[visit.purpose], passage.party)}</span>
        <span>{said.stays(until)}</span>
        {pass && <span>{formatNumber(pass.number)}</span>}
      </p>
      <HostConfirms passage={passage} />
    </div>
  );
}

/** The household has not agreed yet: asked now, it is one press. */
function HostConfirms({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { asked } = passage.visit ?? {};
  if (reasonOf(passage.verdict) !== "visitor.unconfirmed") return null;
  return (
    <div class="confirm-row">
      <AskHost passage={passage} />
      {asked !== undefined && (
        <p class="confirm-asked" role="status" data-testid="host-asked" data-asked={asked}>
          {words.visits.asked(asked)}
        </p>
      )}
      {(["phone", "door"] as const).map((how) => (
        <button
          key={how}
          type="button"
          class="button second"
          data-testid={`confirm-${how}`}
          onClick={() => void conductor.visiting.confirm(passage, how)}
        >
          <Icon name="check" />
          {words.visits.hosts[how]}
        </button>
      ))}
    </div>
  );
}

/** On the household's own page, while the office can be reached. */
function AskHost({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { visit, household } = passage;
  const isNew = visit?.asked === undefined || visit.asked === "failed";
  if (!household || !isNew || !conductor.state.line.reachable) return null;
  return (
    <button
      type="button"
      class="button second confirm-page"
      data-testid="ask-host"
      onClick={() => void conductor.visiting.askHost(passage)}
    >
      <Icon name="phone" />
      {words.visits.askHost}
    </button>
  );
}

/** One press to say that they drive. */
export function VehicleButton({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { vehicle, recorded, reading, verdict } = passage;
  if (vehicle || recorded || reading !== null || verdict.outcome === "refuse") return null;
  return (
    <button
      type="button"
      class="button quiet"
      data-testid="vehicle"
      onClick={() => conductor.show({ name: "vehicle", passage })}
    >
      <Icon name="car" />
      {words.vehicles.add}
    </button>
  );
}

/** The plate, whose it is, whether it was disinfected. */
export function VehiclePanel({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { vehicle, recorded } = passage;
  if (!vehicle) return null;
  return (
    <button
      type="button"
      class="panel vehicle-panel"
      data-testid="vehicle"
      data-kind={vehicle.kind}
      data-disinfected={vehicle.disinfected}
      disabled={recorded}
      onClick={() => conductor.show({ name: "vehicle", passage })}
    >
      <Icon name="car" />
      <b>{paintedPlate(vehicle.plate)}</b>
      <span>
        {words.vehicles.kinds[vehicle.kind]}
        {vehicle.disinfected && ` · ${words.vehicles.disinfected}`}
      </span>
    </button>
  );
}
