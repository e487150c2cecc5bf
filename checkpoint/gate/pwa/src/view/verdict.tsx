/** The verdict is the screen: the word, why, what to say; what to look at with one's own eyes; what to do. */

import { formatNumber } from "../core/number";
import { formatTenths } from "../core/reading";
import type { Reason } from "../core/types";
import { isUnsettled, readingReason, reasonOf, type Passage } from "../flow/state";
import { toldOf } from "../words";
import { tellingOf } from "../words/tell";
import type { Told, Telling } from "../words/types";
import { Actions } from "./actions";
import { Bold, useGate } from "./context";
import { Countdown } from "./holds";
import { VerdictShape } from "./shapes";
import { VehiclePanel, VisitPanel } from "./visit-panel";
import { asksForChildren, Exemptions, Way } from "./way";

export function useTelling(passage: Passage): { told: Told; telling: Telling } {
  const { words } = useGate();
  const told = toldOf(words, reasonOf(passage.verdict), passage.visit !== null);
  return { told, telling: tellingOf(passage, words) };
}

export function VerdictScreen({ passage }: { passage: Passage }) {
  const { words } = useGate();
  const { told, telling } = useTelling(passage);
  const { outcome } = passage.verdict;
  const title = told.title(telling);
  const say = told.say?.(telling);
  return (
    <section
      class={`verdict ${outcome} ${isDense(passage) ? "dense" : ""}`}
      data-testid="verdict"
      data-outcome={outcome}
      data-reason={reasonOf(passage.verdict)}
      data-direction={passage.direction}
      data-judge={passage.judge}
    >
      <div class="verdict-word">
        <div class="verdict-head">
          <VerdictShape outcome={outcome} />
          <h1 class={isLong(title) ? "long" : ""}>{title}</h1>
        </div>
        <p class="verdict-reason">
          <Bold text={told.reason(telling)} />
        </p>
        <Measured passage={passage} />
        <Further passage={passage} />
        <Next passage={passage} telling={telling} />
      </div>
      <div class="verdict-foot">
        {say && <Say text={say} to={passage.visit ? words.visits.say : words.verdict.say} />}
        <Newest passage={passage} />
        {passage.household && <Notices texts={passage.household.notices} />}
        {passage.visit ? <VisitPanel passage={passage} /> : <Door passage={passage} />}
        {passage.vehicle && <VehiclePanel passage={passage} />}
        {passage.reading === null && <Exemptions passage={passage} />}
        {passage.household && !passage.visit && passage.reading === null && (
          <Way passage={passage} />
        )}
        <Actions passage={passage} />
      </div>
    </section>
  );
}

/** So much to set that the word makes room for it on a short screen. */
function isDense(passage: Passage): boolean {
  const { verdict, exempt, reading, visit, vehicle } = passage;
  if (vehicle || (visit && verdict.outcome !== "admit")) return true;
  if (reading !== null) {
    return isUnsettled(passage) || reasonOf(verdict) === "reading.fever";
  }
  if (reasonOf(verdict) === "household.already_in") return true;
  const late = verdict.reasons.includes("outing.late");
  return late || asksForChildren(passage) || exempt !== null || verdict.may.includes("exempt");
}

/** The temperatures that it comes from, each with its thermometer and with what that one showed. */
function Measured({ passage }: { passage: Passage }) {
  const { words, roster } = useGate();
  const { readings } = passage;
  const isPlain = readings.length < 2 && !readings.some((one) => one.offset_tenths);
  if (isPlain || !readingReason(passage)) return null;
  return (
    <p class="measured" data-testid="measured">
      {readings.map(({ tenths, offset_tenths: offset, instrument_id: id, taken_at: at }) => (
        <span key={at}>
          {roster?.instruments.find((one) => one.id === id)?.name} <b>{formatTenths(tenths)}</b>
          {offset !== 0 && ` (${words.instrument.raw(formatTenths(tenths - offset))})`}
        </span>
      ))}
    </p>
  );
}

/** What else holds, in a few characters each; only the first reason decides. */
function Further({ passage }: { passage: Passage }) {
  const { words } = useGate();
  const telling = tellingOf(passage, words);
  const [, ...others] = passage.verdict.reasons;
  // 'Back late' is said together with the welcome.
  const said = others.filter((reason) => reason !== "outing.late").map((reason) => {
    const { brief, title } = toldOf(words, reason, passage.visit !== null);
    return brief ?? title(telling);
  });
  if (said.length === 0) return null;
  return (
    <p class="verdict-further" data-testid="further" data-reasons={others.join(" ")}>
      {words.verdict.also(said.join(" · "))}
    </p>
  );
}

/** When the answer changes by itself. */
function Next({ passage, telling }: { passage: Passage; telling: Telling }) {
  const { words, conductor } = useGate();
  const hold = conductor.holding.of(passage);
  if (isUnsettled(passage)) return hold ? <Countdown readyAt={hold.readyAt} /> : null;
  if (!telling.next || !TIMED.has(reasonOf(passage.verdict))) return null;
  return (
    <p class="verdict-next" data-testid="next" data-until={passage.verdict.until}>
      <Bold text={words.verdict.next[passage.direction](telling.next)} />
    </p>
  );
}

/** Reasons that do not say by themselves until when they hold. */
const TIMED: ReadonlySet<Reason> = new Set<Reason>(["quota.used", "closure.night"]);

function isLong(title: string): boolean {
  return /[\u4e00-\u9fff]/.test(title) ? title.length > 4 : title.length > 10;
}

function Say({ text, to }: { text: string; to: string }) {
  const { words } = useGate();
  return (
    <p class="panel say" data-testid="say">
      <span class="small">{to}</span>
      {words.verdict.quote(text)}
    </p>
  );
}

/** A number says nothing of which card it is read from, and only the newest one is good. */
function Newest({ passage: { method, pass } }: { passage: Passage }) {
  const { words } = useGate();
  if (method !== "number" || !pass || pass.generation < 2) return null;
  return (
    <p class="panel newest" data-testid="newest" data-card={pass.generation}>
      <Bold text={words.verdict.newest(pass.generation)} />
    </p>
  );
}

/** What waits for the household: a parcel, a call from the office. */
function Notices({ texts }: { texts: string[] }) {
  const { words } = useGate();
  if (texts.length === 0) return null;
  return (
    <div class="panel notices" data-testid="notices">
      <span class="small">{words.verdict.notices}</span>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

/** What the guard checks with their own eyes is large, the rest is small. */
function Door({ passage }: { passage: Passage }) {
  const { words } = useGate();
  const { household, pass, claims } = passage;
  const kind = claims?.kind ?? pass?.kind;
  const number = claims?.number ?? pass?.number ?? passage.number;
  if (!household && number == null) return null;
  return (
    <div class={`panel door kind-${kind ?? "none"}`} data-testid="door">
      {household && (
        <p class="door-address" data-testid="door-address">
          {words.door.whole(household.building, household.unit, household.room)}
        </p>
      )}
      {kind && kind !== "household" && (
        <p class="door-holder">
          <b>{words.kind[kind]}</b> {pass?.holder && words.household.holder(pass.holder)}
        </p>
      )}
      <p class="door-small">
        {household && (
          <>
            {household.name && <span>{words.household.name(household.name)}</span>}
            <b>{words.household.members(household.members)}</b>
          </>
        )}
        {number != null && (
          <span>
            {kind && words.kind[kind]} {formatNumber(number)}
          </span>
        )}
      </p>
    </div>
  );
}
