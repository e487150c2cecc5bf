/**
 * Who is out, as far as this device knows: the roster, and on top of it what happened at this gate and
 * is not in the roster yet.
 */

import type { Crossing } from "./types";

/** A crossing of this device whose effect the roster does not hold yet. */
export type Pending = {
  crossing: Crossing;
  /** What the server made of it, once it answered: milliseconds, null for 'everybody is in'. */
  settled?: { outsideSince: number | null };
};

/** Since when each household is out, by household id; later crossings win. */
export function outsideAfter(pending: Iterable<Pending>): Map<number, number | null> {
  const inOrder = [...pending].sort((a, b) => at(a.crossing) - at(b.crossing));
  const outside = new Map<number, number | null>();
  for (const { crossing, settled } of inOrder) {
    if (crossing.household_id === null) continue;
    if (settled) outside.set(crossing.household_id, settled.outsideSince);
    else if (hasPassed(crossing)) outside.set(crossing.household_id, movedTo(crossing));
  }
  return outside;
}

/** Whether somebody went through: not refused, or let through against the verdict. */
export function hasPassed(crossing: Pick<Crossing, "verdict" | "override">): boolean {
  return crossing.verdict.outcome !== "refuse" || crossing.override !== null;
}

function movedTo(crossing: Crossing): number | null {
  return crossing.direction === "exit" ? at(crossing) : null;
}

function at(crossing: Crossing): number {
  return Date.parse(crossing.decided_at);
}
