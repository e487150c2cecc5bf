/** The steps of the visitor's form that fill the screen: to which door, with which vehicle. */

import type { Draft } from "../core/draft";
import { useGate } from "./context";
import { ByAddress } from "./lookup";
import { Icon } from "./shapes";
import { PlateEntry } from "./visit-plate";

export function Doors() {
  const { words, conductor } = useGate();
  return (
    <section class="lookup" data-testid="visit-doors" aria-label={words.visits.household}>
      <div class="lookup-head visit-head">
        <BackButton onClick={() => conductor.visiting.turnTo("form")} />
        <h1>{words.visits.household}</h1>
        <button
          type="button"
          class="button quiet"
          data-testid="visit-nowhere"
          onClick={() => conductor.visiting.choose(null)}
        >
          {words.visits.noHousehold}
        </button>
      </div>
      <ByAddress onChoose={(household) => conductor.visiting.choose(household)} />
    </section>
  );
}

export function Vehicle({ draft }: { draft: Draft }) {
  const { conductor } = useGate();
  const usual =
    draft.purpose === "delivery"
      ? "delivery"
      : draft.purpose === "emergency_service"
        ? "emergency"
        : "visitor";
  return (
    <PlateEntry
      vehicle={draft.vehicle}
      usual={usual}
      onBack={() => conductor.visiting.turnTo("form")}
      onDone={(vehicle) => {
        conductor.visiting.change({ vehicle });
        conductor.visiting.turnTo("form");
      }}
    />
  );
}

export function BackButton({ onClick }: { onClick: () => void }) {
  const { words } = useGate();
  return (
    <button type="button" class="button quiet" data-testid="visit-back" onClick={onClick}>
      <Icon name="back" />
      {words.visits.back}
    </button>
  );
}
