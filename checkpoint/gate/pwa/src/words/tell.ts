/** Times and figures put into words, in the time zone of the compound. */

import { livesElsewhere } from "../core/deciding/extra";
import { formatTenths } from "../core/reading";
import { isExtra } from "../core/roster";
import type { Facts, RuleBody } from "../core/types";
import type { Passage } from "../flow/state";
import { limitsInWords } from "./limits";
import type { Telling, Words } from "./types";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the least words. */
export function ageWords(words: Words, age: number): string {
  if (!Number.isFinite(age)) return words.age.never;
  if (age < MINUTE) return words.age.now;
  if (age < HOUR) return words.age.minutes(Math.floor(age / MINUTE));
  if (age < 2 * DAY) return words.age.hours(Math.floor(age / HOUR));
  return words.age.days(Math.floor(age / DAY));
}

/** How long: `1 h 48 min`. */
export function spanWords(words: Words, span: number): string {
  const minutes = Math.max(0, Math.round(span / MINUTE));
  return words.span(Math.floor(minutes / 60), minutes % 60);
}

/** What is left, counting down: `1:48`. */
export function clockWords(left: number): string {
  const seconds = Math.ceil(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A moment as a guard would say it: the clock today, with the day otherwise. */
export function moment(words: Words, at: number, now: number, zone: string): string {
  const time = timeOfDay(words, at, zone);
  if (day(at, zone) === day(now, zone)) return time;
  if (at < now && day(at, zone) === day(now - DAY, zone)) return words.yesterday(time);
  const date = new Intl.DateTimeFormat(words.code === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    month: words.code === "zh" ? "long" : "short",
    day: "numeric",
    ...(day(at, zone).slice(0, 4) === day(now, zone).slice(0, 4) ? {} : { year: "numeric" }),
  }).format(at);
  return words.code === "zh" ? `${date} ${time}` : `${date}, ${time}`;
}

/** A moment to come, as one would say it: today, tomorrow, the day of the week, the date. */
export function ahead(words: Words, at: number, now: number, zone: string): string {
  const time = timeOfDay(words, at, zone);
  const days = daysBetween(now, at, zone);
  if (days <= 0) return words.ahead.today(time);
  if (days === 1) return words.ahead.tomorrow(time);
  const named: Intl.DateTimeFormatOptions =
    days < 7
      ? { weekday: words.code === "zh" ? "short" : "long" }
      : { month: words.code === "zh" ? "long" : "short", day: "numeric" };
  const language = words.code === "zh" ? "zh-CN" : "en-GB";
  const day = new Intl.DateTimeFormat(language, { timeZone: zone, ...named }).format(at);
  return words.ahead.later(day, time);
}

/** The rules of a set, in a few words. */
export function rulesInWords(words: Words, rules: RuleBody): string {
  const { outings, people, closure } = rules;
  const said = words.rules;
  if (outings?.limit === 0) return said.sealed;
  return [
    outings ? said.outings(outings.limit, outings.days) : said.open,
    people ? said.people(people) : "",
    closure ? said.closure(closure.from, closure.to) : "",
  ]
    .filter(Boolean)
    .join(words.code === "zh" ? "，" : ", ");
}

/** What the reasons of a passage may speak of. */
export function tellingOf(passage: Passage, words: Words): Telling {
  const { facts, claims, pass, household, rules, verdict, visit } = passage;
  const zone = facts.gate.time_zone;
  const now = Date.parse(facts.now);
  const say = (at: number | null) => (at === null ? "—" : moment(words, at, now, zone));
  // An extra pass of which nobody knows since when has a 0.
  const out = (isExtra(pass) ? pass?.outsideSince || null : household?.outsideSince) ?? null;
  const away = out === null ? 0 : now - out;
  const longest = rules.longest_minutes * MINUTE;
  const until = parsed(verdict.until);
  const ends = [parsed(claims?.valid_until), pass?.validUntil ?? null].filter(
    (end) => end !== null,
  );
  return {
    direction: passage.direction,
    method: passage.method,
    since: say(out),
    away: spanWords(words, away),
    late: verdict.reasons.includes("outing.late"),
    back: say(now + longest),
    from: say(visit ? visit.visit.since : parsed(claims?.valid_from)),
    until: say(visit ? visit.visit.until : ends.length ? Math.min(...ends) : null),
    reading: passage.reading === null ? "—" : formatTenths(passage.reading),
    restrictedUntil: restrictedUntil(facts, (at) => moment(words, at, now, zone)),
    next: until === null ? "" : ahead(words, until, now, zone),
    ...rationed(passage, say),
    rest: rules.rest_minutes,
    other: rules.another_instrument && facts.gate.instruments !== 1,
    longest: spanWords(words, longest),
    exempt: passage.exempt,
    exemptions: rules.exempt.length > 0,
    visitor: visit !== null,
    hours: pass?.limits ? limitsInWords(words.code, pass.limits) : "",
    fromElsewhere: livesElsewhere(pass?.limits),
  };
}

/** What a household may do, and has done. */
function rationed({ rules, household, facts, party, children }: Passage, say: Say) {
  const { limit, days } = rules.outings ?? { limit: 0, days: 1 };
  const now = Date.parse(facts.now);
  const past = (household?.exits ?? []).map(([at]) => at * 1000).filter((at) => at <= now);
  return {
    limit,
    days,
    last: say(past.length ? Math.max(...past) : null),
    closedFrom: rules.closure?.from ?? "",
    closedTo: rules.closure?.to ?? "",
    people: party,
    counted: rules.children_count ? party : party - children,
    most: rules.people ?? 0,
  };
}

/** For a word that stands alone, long after. */
export const NOTHING_KNOWN: Telling = {
  direction: "exit",
  method: "scan",
  since: "",
  away: "",
  late: false,
  back: "",
  from: "",
  until: "",
  reading: "",
  restrictedUntil: "",
  next: "",
  limit: 0,
  days: 1,
  last: "",
  closedFrom: "",
  closedTo: "",
  people: 1,
  counted: 1,
  most: 0,
  rest: 0,
  longest: "",
  other: true,
  exempt: null,
  exemptions: false,
  visitor: false,
  hours: "",
  fromElsewhere: false,
};

type Say = (at: number | null) => string;

/** The last of the ends, for a household that stays in for several reasons. */
function restrictedUntil({ household }: Facts, say: (at: number) => string): string {
  const ends = (household?.restrictions ?? []).map(({ until }) => parsed(until));
  if (ends.length === 0 || ends.includes(null)) return "";
  return say(Math.max(...ends.map(Number)));
}

function parsed(iso: string | null | undefined): number | null {
  return iso ? Date.parse(iso) : null;
}

function timeOfDay(words: Words, at: number, zone: string): string {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(words.html, { timeZone: zone, ...clock }).format(at);
}

/** How many midnights lie between, by the calendar of the zone. */
function daysBetween(from: number, to: number, zone: string): number {
  return Math.round((Date.parse(day(to, zone)) - Date.parse(day(from, zone))) / DAY);
}

function day(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);
}
