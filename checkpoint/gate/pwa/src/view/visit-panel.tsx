/** On a verdict: who visits whom, and what they drive. */

import { formatNumber } from "../core/number";
import { paintedPlate } from "../core/plate";
import type { Passage } from "../flow/state";
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
  if (!passage.verdict.reasons.includes("visitor.unconfirmed") || !passage.household) return null;
  return (
    <div class="confirm-row">
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

/** The plate, whose it is, whether it was disinfected; or one press to say that they drive. */
export function VehiclePanel({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { vehicle, recorded, verdict } = passage;
  const open = () => conductor.show({ name: "vehicle", passage });
  if (recorded || (!passage.household && !passage.visit)) return null;
  if (!vehicle) {
    if (verdict.outcome === "refuse" || passage.reading !== null) return null;
    return (
      <button type="button" class="button quiet vehicle-add" data-testid="vehicle" onClick={open}>
        <Icon name="car" />
        {words.vehicles.add}
      </button>
    );
  }
  const kind = words.vehicles.kinds[vehicle.kind];
  return (
    <button
      type="button"
      class="panel vehicle-panel"
      data-testid="vehicle"
      data-kind={vehicle.kind}
      data-disinfected={vehicle.disinfected}
      onClick={open}
    >
      <Icon name="car" />
      <b>{paintedPlate(vehicle.plate)}</b>
      <span>
        {kind}
        {vehicle.disinfected && ` · ${words.vehicles.disinfected}`}
      </span>
    </button>
  );
}
