/** The visitor's path: what is asked of somebody whom no card speaks for, in well under a minute. */

import { useEffect, useRef } from "preact/hooks";
import { STAYS, type Draft } from "../core/draft";
import { paintedPlate } from "../core/plate";
import { PURPOSES } from "../core/types";
import type { VisitorScreen } from "../flow/state";
import { moment } from "../words/tell";
import { useGate } from "./context";
import { EmergencyButton } from "./scan";
import { Chips, People, TextField, Wrong } from "./visit-fields";
import { BackButton, Doors, Vehicle } from "./visit-steps";

type Props = { screen: VisitorScreen };

export function Visitor({ screen }: Props) {
  if (screen.part === "household") return <Doors />;
  if (screen.part === "vehicle") return <Vehicle draft={screen.draft} />;
  return <Form screen={screen} />;
}

function Form({ screen }: Props) {
  const { words, conductor } = useGate();
  const form = useRef<HTMLFormElement>(null);
  const wrong = Object.keys(screen.problems).length;
  // What is missing may lie above or below what is seen.
  useEffect(() => {
    if (wrong) form.current?.querySelector(".field-wrong")?.scrollIntoView({ block: "center" });
  }, [wrong]);
  const submit = (event: Event) => {
    event.preventDefault();
    void conductor.visiting.submit();
  };
  return (
    <section class="visitor" data-testid="visitor-screen" aria-label={words.visits.title}>
      <form ref={form} onSubmit={submit} noValidate>
        <Head />
        <div class="visit-fields">
          <Who screen={screen} />
          <WhereTo screen={screen} />
          <HowLong screen={screen} />
          <Rest screen={screen} />
        </div>
        <div class="visit-foot">
          <EmergencyButton class="quiet" />
          <button type="submit" class="button main jade" data-testid="visit-submit">
            {words.visits.submit}
          </button>
        </div>
      </form>
    </section>
  );
}

function Head() {
  const { words, conductor } = useGate();
  return (
    <div class="lookup-head visit-head">
      <BackButton onClick={() => conductor.home()} />
      <h1>{words.visits.title}</h1>
      <button
        type="button"
        class="button quiet"
        data-testid="visits-list"
        onClick={() => conductor.show({ name: "visits" })}
      >
        {words.visits.list.title}
      </button>
    </div>
  );
}

function Who({ screen }: Props) {
  const { words, conductor } = useGate();
  const { draft, problems } = screen;
  const said = words.visits;
  const change = (part: Partial<Draft>) => conductor.visiting.change(part);
  return (
    <>
      <Chips
        name="purpose"
        label={said.purpose}
        choices={PURPOSES.map((one) => [one, said.purposes[one]] as const)}
        value={draft.purpose}
        problem={problems.purpose && said.wrong[problems.purpose]}
        onChoose={(purpose) => change({ purpose })}
      />
      <TextField
        name="phone"
        keys="tel"
        label={said.phone}
        hint={said.phoneHint}
        maxLength={40}
        value={draft.phone}
        problem={problems.phone && said.wrong[problems.phone]}
        onInput={(phone) => change({ phone })}
      />
      <Earlier screen={screen} />
      <TextField
        name="name"
        label={said.name}
        value={draft.name}
        problem={problems.name && said.wrong[problems.name]}
        onInput={(name) => change({ name })}
      />
    </>
  );
}

/** They were here before: one press fills in to whom and what for. */
function Earlier({ screen: { earlier } }: Props) {
  const { words, conductor, now, roster } = useGate();
  if (!earlier) return null;
  const { last, times, denied } = earlier;
  const said = words.visits.before;
  if (denied || !last) {
    return (
      <p class="wrong" role="status" data-testid="earlier" data-denied={denied}>
        {said.denied}
      </p>
    );
  }
  const when = moment(words, Date.parse(last.at), now, roster?.compound.time_zone ?? "UTC");
  return (
    <div class="earlier" role="status" data-testid="earlier" data-inside={last.inside}>
      <span>
        {last.inside ? said.inside(last.masked_name, when) : said.came(last.masked_name, times, when)}
      </span>
      <button
        type="button"
        class="button"
        data-testid="use-earlier"
        onClick={() => conductor.visiting.fillIn()}
      >
        {said.use}
      </button>
    </div>
  );
}

function WhereTo({ screen: { draft, problems } }: Props) {
  const { words, conductor } = useGate();
  const { household, nowhere } = draft;
  const said = words.visits;
  const door = household && words.door.whole(household.building, household.unit, household.room);
  return (
    <div
      class="chips"
      role="group"
      aria-labelledby="household-label"
      aria-describedby={problems.household && "household-wrong"}
    >
      <span class="chips-label" id="household-label">
        {said.household}
      </span>
      <div class="chips-row pair">
        <button
          type="button"
          class="chip door-chip"
          data-testid="visit-household"
          aria-pressed={household !== null}
          onClick={() => conductor.visiting.turnTo("household")}
        >
          {door ?? said.chooseHousehold}
        </button>
        <button
          type="button"
          class="chip"
          data-testid="visit-nowhere"
          aria-pressed={nowhere}
          onClick={() => conductor.visiting.choose(null)}
        >
          {said.noHousehold}
        </button>
      </div>
      <Wrong name="household" problem={problems.household && said.wrong[problems.household]} />
    </div>
  );
}

function HowLong({ screen: { draft, problems } }: Props) {
  const { words, conductor } = useGate();
  const said = words.visits;
  return (
    <Chips
      name="until"
      label={said.until}
      choices={STAYS.map((one) => [one, said.minutes(one)] as const)}
      value={draft.minutes}
      problem={problems.until && said.wrong[problems.until]}
      onChoose={(minutes) => conductor.visiting.change({ minutes, time: "" })}
    >
      <label class={draft.minutes === null ? "chip time-chip chosen" : "chip time-chip"}>
        {said.untilTime}
        <input
          type="time"
          data-testid="until-time"
          value={draft.time}
          onInput={(event) => {
            const time = event.currentTarget.value;
            conductor.visiting.change({ time, minutes: time ? null : 60 });
          }}
        />
      </label>
    </Chips>
  );
}

function Rest({ screen: { draft } }: Props) {
  const { words, conductor } = useGate();
  const said = words.visits;
  const change = (part: Partial<Draft>) => conductor.visiting.change(part);
  const { vehicle } = draft;
  return (
    <>
      <div class="visit-pair">
        <People count={draft.people} onChange={(people) => change({ people })} />
        <div class="visit-people">
          <span>{said.vehicle}</span>
          <button
            type="button"
            class={vehicle ? "chip plate-chip chosen" : "chip plate-chip"}
            data-testid="visit-vehicle"
            onClick={() => conductor.visiting.turnTo("vehicle")}
          >
            {vehicle ? paintedPlate(vehicle.plate) : said.addVehicle}
          </button>
        </div>
      </div>
      {draft.household && (
        <Chips
          name="host"
          label={said.host}
          choices={[
            ["phone", said.hosts.phone],
            ["door", said.hosts.door],
            ["", said.hosts.none],
          ]}
          value={draft.host}
          onChoose={(host) => change({ host })}
        />
      )}
      <TextField
        name="from"
        label={`${said.from} · ${said.optional}`}
        value={draft.fromPlace}
        onInput={(fromPlace) => change({ fromPlace })}
      />
    </>
  );
}
