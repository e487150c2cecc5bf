/**
 * Who is out, as far as this device knows: the roster, and on top of it what happened at this gate and
 * is not in the roster yet.
 */

import type { Crossing } from "./types";

/** A crossing of this device whose effect the roster does not hold yet. */
export type Pending = {
  crossing: Crossing;
  /** Since when the household was out before: where an undone crossing leads back to. */
  before?: number | null;
  /** Whether it counts as an outing; older records do not say. */
  outing?: boolean;
  /** What the server made of it, once it answered: milliseconds, null for 'everybody is in'. */
  settled?: { outsideSince: number | null };
};

/** Since when each household is out, by household id; later crossings win. */
export class Outside {
  readonly #since = new Map<number, number | null>();
  #latest = -Infinity;

  constructor(pending: Iterable<Pending> = []) {
    const inOrder = [...pending].sort((a, b) => at(a.crossing) - at(b.crossing));
    for (const one of inOrder) this.#lay(one);
  }

  has(householdId: number): boolean {
    return this.#since.has(householdId);
  }

  get(householdId: number): number | null {
    return this.#since.get(householdId) ?? null;
  }

  /** Take in one more; false when it is older than another, so that all must be laid anew. */
  add(one: Pending): boolean {
    if (at(one.crossing) < this.#latest) return false;
    this.#lay(one);
    return true;
  }

  #lay({ crossing, before, settled }: Pending): void {
    this.#latest = at(crossing);
    const { household_id: id } = crossing;
    // Who comes to visit says nothing of who is out.
    if (id === null || crossing.visit_id) return;
    if (settled) this.#since.set(id, settled.outsideSince);
    else if (crossing.undoes) this.#since.set(id, before ?? null);
    else if (hasPassed(crossing)) this.#since.set(id, movedTo(crossing));
  }
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
