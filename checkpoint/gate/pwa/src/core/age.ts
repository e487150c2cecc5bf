/** How old the knowledge of this device is, and how far its clock is off. Times in milliseconds. */

import type { Rules } from "./types";

export type Freshness = "fresh" | "aging" | "old";
export type Bounds = Pick<Rules, "aging_minutes" | "old_minutes">;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** As long as no roster says otherwise. */
export const USUAL_BOUNDS: Bounds = { aging_minutes: 12 * 60, old_minutes: 24 * 60 };
/** From here on the clock of the device is worth a word to the guard. */
export const CLOCK_OFF_AFTER = 10 * MINUTE;
/** An exchange that took longer than this was a wait: the office wrote its time at the end of it. */
const LONGEST_EXCHANGE = 2_000;

/**
 * The age of what was last heard from the office. After the clock was set back nobody can tell; then
 * it counts as without end, until the office is heard again.
 */
export function knowledgeAge(now: number, heardAt: number | null): number {
  if (heardAt === null || heardAt > now + MINUTE) return Infinity;
  return Math.max(0, now - heardAt);
}

/** Green first, amber from `aging_minutes`, red from `old_minutes` on. */
export function freshness(age: number, bounds: Bounds = USUAL_BOUNDS): Freshness {
  if (age >= bounds.old_minutes * MINUTE) return "old";
  return age >= bounds.aging_minutes * MINUTE ? "aging" : "fresh";
}

/** Whether so much time went by without a word that this device may know nothing any more. */
export function hasLapsed(age: number, leaseDays: number): boolean {
  return age >= leaseDays * DAY;
}

/** What has to be added to the clock of the device to get the server's, from one exchange. */
export function clockOffset(serverTime: string, sentAt: number, answeredAt: number): number {
  const waited = answeredAt - sentAt > LONGEST_EXCHANGE;
  return Date.parse(serverTime) - (waited ? answeredAt : (sentAt + answeredAt) / 2);
}
