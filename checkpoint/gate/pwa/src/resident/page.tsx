/** The page of a linked phone: the code on top, then what the gate knows of the household. */

import { useState } from "preact/hooks";
import { formatNumber } from "../core/number";
import { Code } from "./code";
import { Corrections } from "./corrections";
import { Guests } from "./guests";
import { dayOf, span, when } from "./moments";
import type { CorrectionView, Standing } from "./office";
import { Part } from "./part";
import { Visits, type VisitActs } from "./visits";
import type { Words } from "./words";

export type View = {
  words: Words;
  now: number;
  standing: Standing;
  living: { text: string; at: number } | null;
  offline: boolean;
};
/** Those that answer tell what went wrong, in words; nothing where it went well. */
export type Acts = VisitActs & {
  unlink: (phone: number, own: boolean) => void;
  answer: (id: string, expected: boolean) => Promise<string>;
  correct: (topic: CorrectionView["topic"], text: string) => Promise<string>;
};

export function Page({ view, acts }: { view: View; acts: Acts }) {
  const { words, now, standing, living, offline } = view;
  const zone = standing.time_zone;
  return (
    <main class="pass">
      <Asked view={view} acts={acts} />
      <section class="showing" aria-labelledby="show">
        <h1 id="show">{words.showIt}</h1>
        {living && <Code living={living} now={now} zone={zone} words={words} />}
        <p class="hint">{words.brighter}</p>
        {offline && <p class="offline">{words.offline}</p>}
      </section>
      <div class="rest">
        <Home {...view} />
        {standing.notices.length > 0 && (
          <Part title={words.notices}>
            <ul class="notices">
              {standing.notices.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
            <p class="none">{words.noticesHow}</p>
          </Part>
        )}
        {standing.own && (
          <Visits
            words={words}
            visits={standing.visits}
            compound={standing.home.compound}
            now={now}
            zone={zone}
            offline={offline}
            acts={acts}
          />
        )}
        <Crossings {...view} />
        <Looks {...view} />
        <Phones view={view} acts={acts} />
        {standing.own && (
          <Corrections
            words={words}
            corrections={standing.corrections}
            zone={zone}
            offline={offline}
            ask={acts.correct}
          />
        )}
        <Part title={words.office}>
          <p class="office">
            {standing.community}
            {standing.community_phone && (
              <a class="call" href={`tel:${standing.community_phone.replaceAll(" ", "")}`}>
                {words.call(standing.community_phone)}
              </a>
            )}
          </p>
        </Part>
      </div>
    </main>
  );
}

/** Whoever waits for the household's word, above all else. */
function Asked({ view, acts }: { view: View; acts: Acts }) {
  const { words, now, standing, offline } = view;
  const asked = standing.visits.filter((visit) => visit.asked);
  const time = (since: string, until: string) =>
    span(words.code, Date.parse(since), Date.parse(until), now, standing.time_zone);
  if (asked.length === 0) return null;
  return (
    <div class="asked">
      {asked.map((visit) => (
        <Guests
          key={visit.id}
          visit={visit}
          time={time(visit.since, visit.until)}
          words={words}
          offline={offline}
          answer={(expected) => acts.answer(visit.id, expected)}
        />
      ))}
    </div>
  );
}

function Home({ words, standing, now }: View) {
  const { home, leave, pass, time_zone: zone } = standing;
  const at = (moment: string) => when(words.code, Date.parse(moment), now, zone);
  const reason = words.reasons[leave.reason] ?? words.reasons["other"] ?? "";
  return (
    <section class="home" aria-label={words.home}>
      <p class="door">{words.code === "zh" ? home.label_zh : home.label_en}</p>
      <p class="who">
        {home.name} · {words.kinds[pass.kind]} · <span class="number">{formatNumber(pass.number)}</span>
      </p>
      <p class="state">{home.outside_since ? words.out(at(home.outside_since)) : words.in}</p>
      <p class={leave.allowed ? "leave leave-yes" : "leave leave-no"} data-testid="leave">
        {leave.allowed
          ? leave.comes ? words.mayCome : words.may
          : leave.comes ? words.mayNotCome(reason) : words.mayNot(reason)}
        {!leave.allowed && leave.until && (
          <strong class="again">{words.again(at(leave.until))}</strong>
        )}
      </p>
      {leave.outings && (
        <p class="left">
          {words.left(leave.outings.left, leave.outings.limit, leave.outings.days)}
        </p>
      )}
    </section>
  );
}

function Crossings({ words, standing, now }: View) {
  const { crossings, time_zone: zone } = standing;
  return (
    <Part title={words.crossings}>
      {crossings.length === 0 && <p class="none">{words.noCrossings}</p>}
      <ul class="lines">
        {crossings.map(({ at, direction, gate }) => (
          <li key={at}>
            <time>{when(words.code, Date.parse(at), now, zone)}</time>
            <span>{direction === "exit" ? words.exit : words.entry}</span>
            <span class="faint">{gate}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Looks({ words, standing, now }: View) {
  const { looks, time_zone: zone } = standing;
  return (
    <Part title={words.looks}>
      {looks.length === 0 && <p class="none">{words.noLooks}</p>}
      <ul class="lines">
        {looks.map(({ at, who }) => (
          <li key={at}>
            <time>{when(words.code, Date.parse(at), now, zone)}</time>
            <span>{who || words.office}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Phones({ view: { words, standing, offline }, acts }: { view: View; acts: Acts }) {
  const [asked, ask] = useState(0);
  return (
    <Part title={words.phones}>
      <ul class="phones">
        {standing.phones.map(({ id, label, linked_at, own }) => (
          <li key={id}>
            <span class="phone-name">{label || (own ? words.own : `#${id}`)}</span>
            <span class="faint">
              {own && label ? `${words.own} · ` : ""}
              {words.linkedAt(dayOf(words.code, Date.parse(linked_at), standing.time_zone))}
            </span>
            {asked === id ? (
              <div class="sure">
                <p>{own ? words.unlinkOwnSure : words.unlinkSure(label || `#${id}`)}</p>
                <button class="danger" onClick={() => acts.unlink(id, own)} data-testid="unlink-yes">
                  {words.unlink}
                </button>
                <button onClick={() => ask(0)}>{words.cancel}</button>
              </div>
            ) : (
              <button class="quiet" disabled={offline} onClick={() => ask(id)} data-testid={`unlink-${id}`}>
                {words.unlink}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p class="none">{words.lost}</p>
      <p class="none">
        {words.until(dayOf(words.code, Date.parse(standing.good_until), standing.time_zone))}
      </p>
    </Part>
  );
}
