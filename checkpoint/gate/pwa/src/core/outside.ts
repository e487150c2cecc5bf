/**
 * Who is out, as far as this device knows: the roster, and on top of it what happened at this gate and
 * is not in the roster yet. The holder of an extra pass is out or in whatever the household is.
 */

import type { Crossing } from "./types";

/** A crossing of this device whose effect the roster does not hold yet. */
export type Pending = {
  crossing: Crossing;
  /** Since when they were out before: where an undone crossing leads back to. */
  before?: number | null;
  /** The number of the extra pass whose holder went through: then the household did not. */
  extra?: number;
  /** Whether it counts as an outing; older records do not say. */
  outing?: boolean;
  /** What the server made of it, once it answered: milliseconds, null for 'everybody is in'. */
  settled?: { outsideSince: number | null };
};

/** Of which household a crossing tells, if of any. Who comes to visit says nothing of who is out. */
export function householdOf({ crossing, extra }: Pending): number | null {
  return crossing.visit_id || extra !== undefined ? null : crossing.household_id;
}

/** Of which extra pass a crossing tells, if of any. */
export function extraOf({ extra }: Pending): number | null {
  return extra ?? null;
}

/** Since when each of them is out, by the id of the household or the number of the extra pass; later
 * crossings win. */
export class Outside {
  readonly #since = new Map<number, number | null>();
  readonly #whose: (one: Pending) => number | null;
  #latest = -Infinity;

  constructor(pending: Iterable<Pending> = [], whose = householdOf) {
    this.#whose = whose;
    const inOrder = [...pending].sort((a, b) => at(a.crossing) - at(b.crossing));
    for (const one of inOrder) this.#lay(one);
  }

  has(id: number): boolean {
    return this.#since.has(id);
  }

  get(id: number): number | null {
    return this.#since.get(id) ?? null;
  }

  /** Take in one more; false when it is older than another, so that all must be laid anew. */
  add(one: Pending): boolean {
    if (at(one.crossing) < this.#latest) return false;
    this.#lay(one);
    return true;
  }

  #lay(one: Pending): void {
    const { crossing, before, settled, extra } = one;
    this.#latest = at(crossing);
    const id = this.#whose(one);
    if (id === null) return;
    // Of an extra pass the office's answer says nothing: the roster will.
    if (settled && extra === undefined) this.#since.set(id, settled.outsideSince);
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
