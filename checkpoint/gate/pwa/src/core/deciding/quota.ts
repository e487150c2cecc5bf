/** How often a household may go out. */

import type { Facts } from "../types";
import { DAY_MS, localDay, startOf } from "../zone";
import { refuse, type Finding } from "./finding";

type Outings = NonNullable<Facts["rules"]["outings"]>;

/**
 * What the exits of a household say against one more. Of those that count no other matters than the
 * last but so many that the limit is reached: while that one counts, all after it do.
 */
export function usedUp({ rules, gate, now }: Facts, exits: string[]): Finding | null {
  const { outings } = rules;
  if (!outings) return null;
  if (outings.limit <= 0) return refuse("quota.sealed");
  const at = Date.parse(now);
  const past = exits.map((exit) => Date.parse(exit)).filter((exit) => exit <= at);
  const decisive = past.sort((a, b) => b - a)[outings.limit - 1];
  if (decisive === undefined) return null;
  const free = freeAt(decisive, outings, gate.time_zone);
  return at < free ? refuse("quota.used", free) : null;
}

/** The moment from which on an exit counts no more. */
function freeAt(exit: number, { counted, days }: Outings, zone: string): number {
  return counted === "rolling"
    ? exit + days * DAY_MS
    : startOf(localDay(exit, zone) + days, zone);
}
