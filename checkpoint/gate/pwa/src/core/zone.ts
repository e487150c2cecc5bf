/**
 * Local days and times of day, and the moments that they are; the twin of `checkpoint/gate/zones.py`.
 * Moments are milliseconds since 1970, days whole days since 1970-01-01, times of day minutes. A time
 * that the clock skips is as much later as the clock jumps; of one that it shows twice the first is
 * meant.
 */

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The day that the calendar in that zone shows at a moment. */
export function localDay(moment: number, zone: string): number {
  return Math.floor((moment + offset(moment, zone)) / DAY_MS);
}

/** The moment at which the clock in that zone shows a time. */
export function momentOf(day: number, minutes: number, zone: string): number {
  const shown = day * DAY_MS + minutes * MINUTE_MS;
  const before = offset(shown - DAY_MS, zone);
  const after = offset(shown + DAY_MS, zone);
  const first = shown - before;
  if (before === after || offset(first, zone) === before) return first;
  // It is past the change, or the clock skips it.
  return offset(shown - after, zone) === after ? shown - after : first;
}

/** The first moment of a day. */
export function startOf(day: number, zone: string): number {
  return momentOf(day, 0, zone);
}

/** Clocks are changed on the quarter of an hour, if at all: within one nothing has to be asked twice. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_KEPT = 2_000;
const KEPT = new Map<string, Map<number, number>>();

/** What the clock in that zone is ahead of UTC. */
function offset(moment: number, zone: string): number {
  const quarter = Math.floor(moment / QUARTER_MS);
  const kept = KEPT.get(zone) ?? new Map<number, number>();
  let found = kept.get(quarter);
  if (found === undefined) {
    found = askedOffset(quarter * QUARTER_MS, zone);
    if (kept.size >= MOST_KEPT) kept.clear();
    KEPT.set(zone, kept.set(quarter, found));
  }
  return found;
}

function askedOffset(moment: number, zone: string): number {
  const { year, month, day, hour, minute, second } = shownAt(moment, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - moment;
}

type Shown = Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;

function shownAt(moment: number, zone: string): Shown {
  const shown: Shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of clockOf(zone).formatToParts(moment)) {
    if (type in shown) shown[type as keyof Shown] = Number(value);
  }
  return shown;
}

/** Making one takes far longer than asking it. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = CLOCKS.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    CLOCKS.set(zone, clock);
  }
  return clock;
}
