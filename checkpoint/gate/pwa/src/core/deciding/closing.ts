/** The night closure, and the days and hours of an extra pass. */

import type { Limits, RuleBody } from "../types";
import { localDay, momentOf, startOf } from "../zone";

/** The end (ms) of the closure that a moment falls in; null where it falls in none. */
export function closureEnd(
  closure: RuleBody["closure"],
  zone: string,
  moment: number,
): number | null {
  if (!closure) return null;
  const [from, to] = [minutesOf(closure.from), minutesOf(closure.to)];
  const today = localDay(moment, zone);
  const overnight = to <= from ? 1 : 0;
  for (let first = today - overnight; first <= today; first++) {
    const end = momentOf(first + overnight, to, zone);
    if (moment < end && momentOf(first, from, zone) <= moment) return end;
  }
  return null;
}

/**
 * The moment, or, where it falls outside of the days and hours of a pass or in the night closure that
 * binds it, when that is over.
 */
export function openFrom(
  closure: RuleBody["closure"],
  limits: Limits | null,
  zone: string,
  moment: number,
): number {
  const first = nextOpening(limits, zone, moment) ?? moment;
  if (limits?.hours) return first;
  const over = closureEnd(closure, zone, first) ?? first;
  const later = nextOpening(limits, zone, over);
  return later === null ? over : (closureEnd(closure, zone, later) ?? later);
}

/** When (ms) the days and hours of a pass begin again; null where they have begun. */
export function nextOpening(limits: Limits | null, zone: string, moment: number): number | null {
  if (!limits) return null;
  const today = localDay(moment, zone);
  const spans: [number, number][] = [];
  for (let day = today - 1; day <= today + 7; day++) {
    if (limits.weekdays && !limits.weekdays.includes(weekdayOf(day))) continue;
    spans.push(spanOf(limits.hours, zone, day));
  }
  if (spans.some(([begin, end]) => begin <= moment && moment < end)) return null;
  return Math.min(...spans.map(([begin]) => begin).filter((begin) => begin > moment));
}

function spanOf(hours: Limits["hours"], zone: string, day: number): [number, number] {
  if (!hours) return [startOf(day, zone), startOf(day + 1, zone)];
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  return [momentOf(day, from, zone), momentOf(to <= from ? day + 1 : day, to, zone)];
}

/** Monday is 1; the first of January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((day + 3) % 7) + 1;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
