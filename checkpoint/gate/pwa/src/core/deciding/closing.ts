/** The night closure. */

import type { RuleBody } from "../types";
import { localDay, momentOf } from "../zone";

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

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
