/** The visitors who are inside, and those who are expected: one press each. */

import type { Visit } from "../core/visit";
import { moment, spanWords } from "../words/tell";
import { useGate } from "./context";
import { EmergencyButton } from "./scan";
import { Icon } from "./shapes";

export function Visits() {
  const { words, conductor } = useGate();
  const { inside, expected } = conductor.visiting;
  const said = words.visits.list;
  return (
    <section class="visits" data-testid="visits-screen" aria-label={said.title}>
      <div class="lookup-head visit-head">
        <button
          type="button"
          class="button quiet"
          data-testid="visits-close"
          onClick={() => conductor.home()}
        >
          <Icon name="back" />
          {words.visits.back}
        </button>
        <h1>{said.title}</h1>
        <span />
      </div>
      <div class="visits-lists">
        <h2>{said.inside}</h2>
        {inside.length === 0 && <p class="visits-none">{said.none}</p>}
        <ul>
          {inside.map((visit) => (
            <Inside key={visit.id} visit={visit} />
          ))}
        </ul>
        {expected.length > 0 && <h2>{said.expected}</h2>}
        <ul>
          {expected.map((visit) => (
            <Expected key={visit.id} visit={visit} />
          ))}
        </ul>
      </div>
      <div class="visit-foot">
        <EmergencyButton class="quiet" />
        <button
          type="button"
          class="button main jade"
          data-testid="visit-new"
          onClick={() => conductor.visiting.start()}
        >
          {said.register}
        </button>
      </div>
    </section>
  );
}

function Inside({ visit }: { visit: Visit }) {
  const { words, conductor, now, state } = useGate();
  const said = words.visits.list;
  const time = now + state.line.offset;
  const over = time - visit.until;
  const when = useMoment();
  return (
    <li class={over >= 0 ? "visit over" : "visit"} data-testid="visit" data-over={over >= 0}>
      <About visit={visit}>
        {over >= 0 ? <b>{said.over(spanWords(words, over))}</b> : said.until(when(visit.until))}
      </About>
      <button
        type="button"
        class="button"
        data-testid="leaves"
        aria-label={`${said.leaves}: ${visit.name}`}
        onClick={() => void conductor.visiting.leave(visit.id)}
      >
        {said.leaves}
      </button>
    </li>
  );
}

function Expected({ visit }: { visit: Visit }) {
  const { words, conductor } = useGate();
  const said = words.visits.list;
  const when = useMoment();
  return (
    <li class="visit" data-testid="expected-visit">
      <About visit={visit}>
        {visit.since !== null && `${said.from(when(visit.since))} `}
        {said.until(when(visit.until))}
      </About>
      <button
        type="button"
        class="button"
        data-testid="arrives"
        aria-label={`${said.arrives}: ${visit.name}`}
        onClick={() => void conductor.visiting.arrive(visit.id)}
      >
        {said.arrives}
      </button>
    </li>
  );
}

/** Who, to whom, what for, and until when. */
function About({ visit, children }: { visit: Visit; children: preact.ComponentChildren }) {
  const { words, roster } = useGate();
  const home = roster?.households.get(visit.householdId ?? 0);
  const door = home
    ? words.door.short(home.building, home.unit, home.room)
    : words.visits.noHousehold;
  return (
    <div class="visit-about">
      <p>
        <b>{visit.name}</b> {words.visits.facts(words.visits.purposes[visit.purpose], visit.people)}
      </p>
      <p class="small">
        {door} · {children}
      </p>
    </div>
  );
}

function useMoment(): (at: number) => string {
  const { words, now, roster } = useGate();
  return (at) => moment(words, at, now, roster?.compound.time_zone ?? "UTC");
}
