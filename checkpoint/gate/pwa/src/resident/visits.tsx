/** Whom the household expects, who is in, who was here; and the form for the next one. */

import { useState } from "preact/hooks";
import { span } from "./moments";
import type { VisitView } from "./office";
import { Part } from "./part";
import type { PlanField, PlanWish } from "./plan";
import { PlanForm } from "./plan-form";
import { linkOf, share, type Shared } from "./share";
import type { Words } from "./words";

/** What went wrong, in words, and at which field; nothing where it went well. */
export type Failed = { text: string; field: PlanField | null } | null;
export type VisitActs = {
  plan: (wish: PlanWish) => Promise<Failed>;
  cancel: (id: string) => Promise<string>;
};
type Props = {
  words: Words;
  visits: VisitView[];
  compound: string;
  now: number;
  zone: string;
  offline: boolean;
  acts: VisitActs;
};

const AHEAD = ["expected", "inside"];

export function Visits(props: Props) {
  const { words, visits, now, zone, offline, acts } = props;
  const said = words.visits;
  const [planning, setPlanning] = useState(false);
  const [planned, setPlanned] = useState(false);
  const ahead = visits.filter(({ state, asked }) => AHEAD.includes(state) && !asked);
  const past = visits.filter(({ state }) => !AHEAD.includes(state));
  const save = async (wish: PlanWish) => {
    const failed = await acts.plan(wish);
    if (!failed) [setPlanning(false), setPlanned(true)];
    return failed;
  };
  const toggle = () => [setPlanning(!planning), setPlanned(false)];
  return (
    <Part
      title={said.title}
      action={
        <button disabled={offline} onClick={toggle} aria-expanded={planning} data-testid="plan">
          {planning ? said.close : said.plan}
        </button>
      }
    >
      {planning && <PlanForm words={words} now={now} zone={zone} save={save} />}
      {planned && (
        <p class="done" role="status">
          {said.planned}
        </p>
      )}
      {!planning && ahead.length === 0 && <p class="none">{said.none}</p>}
      <ul class="visits">
        {ahead.map((visit) => (
          <Expected key={visit.id} visit={visit} {...props} />
        ))}
      </ul>
      {past.length > 0 && (
        <details class="past">
          <summary>{said.past}</summary>
          <ul class="visits">
            {past.map((visit) => (
              <li key={visit.id} data-state={visit.state}>
                <Who visit={visit} words={words} now={now} zone={zone} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Part>
  );
}

type WhoProps = { visit: VisitView; words: Words; now: number; zone: string };

function Who({ visit, words, now, zone }: WhoProps) {
  const { name, people, purpose, state, plate } = visit;
  const time = span(words.code, Date.parse(visit.since), Date.parse(visit.until), now, zone);
  return (
    <>
      <p class="visit-who">
        <strong>{name}</strong>
        <span class={`visit-state visit-${state}`}>{words.visits.states[state]}</span>
      </p>
      <p class="visit-when">{time}</p>
      <p class="faint">
        {words.visits.count(people)} · {words.visits.purposes[purpose]}
        {plate && ` · ${plate}`}
      </p>
    </>
  );
}

function Expected({ visit, words, compound, now, zone, offline, acts }: Props & { visit: VisitView }) {
  const said = words.visits;
  const [shared, setShared] = useState<Shared | null>(null);
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState("");
  const link = linkOf(visit.invitation);
  const time = span(words.code, Date.parse(visit.since), Date.parse(visit.until), now, zone);
  const send = async () => setShared(await share(said.inviteText(compound, time), link));
  return (
    <li data-testid="visit" data-state={visit.state}>
      <Who visit={visit} words={words} now={now} zone={zone} />
      {visit.state === "expected" && !sure && (
        <div class="visit-acts">
          {visit.invitation && (
            <button class="invite" onClick={() => void send()} data-testid="invite">
              {said.invite}
            </button>
          )}
          {visit.invitation && (
            <a href={link} target="_blank" rel="noopener" data-testid="invitation">
              {said.open}
            </a>
          )}
          <button class="plain" disabled={offline} onClick={() => setSure(true)} data-testid="cancel">
            {said.cancel}
          </button>
        </div>
      )}
      {sure && (
        <div class="sure">
          <p>{said.cancelSure(visit.name)}</p>
          <button
            class="danger"
            onClick={() => void acts.cancel(visit.id).then(setProblem)}
            data-testid="cancel-yes"
          >
            {said.cancelYes}
          </button>
          <button onClick={() => setSure(false)}>{said.keep}</button>
        </div>
      )}
      {shared === "copied" && (
        <p class="done" role="status">
          {said.copied}
        </p>
      )}
      {shared === "shown" && (
        <p class="done" role="status">
          {said.showLink} <span class="link-text">{link}</span>
        </p>
      )}
      {problem && <p class="problem">{problem}</p>}
    </li>
  );
}
