/** How old the knowledge of this device is, and how far its clock is off. Times in milliseconds. */

export type Freshness = "fresh" | "aging" | "old";

const HOUR = 3_600_000;
export const AGING_AFTER = 12 * HOUR;
export const OLD_AFTER = 24 * HOUR;
/** From here on the clock of the device is worth a word to the guard. */
export const CLOCK_OFF_AFTER = 10 * 60_000;

/** The age of what was last heard from the office; a clock that was set back cannot make it younger. */
export function knowledgeAge(now: number, heardAt: number | null): number {
  return heardAt === null ? Infinity : Math.max(0, now - heardAt);
}

/** Green under 12 hours, amber from 12, red from 24 on. */
export function freshness(age: number): Freshness {
  if (age >= OLD_AFTER) return "old";
  return age >= AGING_AFTER ? "aging" : "fresh";
}

/** What has to be added to the clock of the device to get the server's, from one exchange. */
export function clockOffset(serverTime: string, sentAt: number, answeredAt: number): number {
  return Date.parse(serverTime) - (sentAt + answeredAt) / 2;
}
