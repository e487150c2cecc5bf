/** Times and figures put into words, in the time zone of the compound. */

import { formatTenths } from "../core/reading";
import type { Facts } from "../core/types";
import type { Passage } from "../flow/state";
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
  const time = new Intl.DateTimeFormat(words.html, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
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

/** What the reasons of a passage may speak of. */
export function tellingOf(
  passage: Passage,
  words: Words,
  zone: string,
  longestOutingMinutes: number,
): Telling {
  const { facts, claims, pass, household } = passage;
  const now = Date.parse(facts.now);
  const say = (at: number | null) => (at === null ? "—" : moment(words, at, now, zone));
  const out = household?.outsideSince ?? null;
  const away = out === null ? 0 : now - out;
  const ends = [parsed(claims?.valid_until), pass?.validUntil ?? null].filter(
    (end) => end !== null,
  );
  return {
    direction: passage.direction,
    method: passage.method,
    since: say(out),
    away: spanWords(words, away),
    late: away > longestOutingMinutes * MINUTE,
    back: say(now + longestOutingMinutes * MINUTE),
    from: say(parsed(claims?.valid_from)),
    until: say(ends.length ? Math.min(...ends) : null),
    reading: passage.reading === null ? "—" : formatTenths(passage.reading),
    restrictedUntil: restrictedUntil(facts, (at) => moment(words, at, now, zone)),
  };
}

/** The last of the ends, for a household that stays in for several reasons. */
function restrictedUntil({ household }: Facts, say: (at: number) => string): string {
  const ends = (household?.restrictions ?? []).map(({ until }) => parsed(until));
  if (ends.length === 0 || ends.includes(null)) return "";
  return say(Math.max(...ends.map(Number)));
}

function parsed(iso: string | null | undefined): number | null {
  return iso ? Date.parse(iso) : null;
}

function day(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);
}
