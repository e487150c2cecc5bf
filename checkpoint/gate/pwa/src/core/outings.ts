/**
 * Which exits of a household count: those that the roster tells, and on top of them what happened at
 * this gate and is not in the roster yet. A crossing is known by the first 8 hex digits of its id, so
 * that none counts twice.
 */

import { leavesHome } from "./deciding/extra";
import { hasPassed, type Pending } from "./outside";
import type { Crossing, ExitRow, Limits, PassKind } from "./types";

/** The pass that was shown, as far as that matters here. */
export type PassShown = { kind: PassKind; limits?: Limits | null };

/** Whether somebody going through like this uses up an outing; without a pass it was by the door. */
export function isOuting(crossing: Crossing, pass: PassShown | undefined): boolean {
  const { direction, override, undoes, exempt, visit_id: visit } = crossing;
  // Older records say nothing of exemptions and visits.
  if (undoes || exempt || visit) return false;
  if (override?.reason === "emergency" || !hasPassed(crossing)) return false;
  if (!pass || pass.kind === "household") return direction === "exit";
  return Boolean(pass.limits?.counted && leavesHome(direction, pass.limits));
}

/** What the crossings of this device add to the exits of the roster, or take away from them. */
export class Outings {
  /** By household and short id; null is an exit that was taken back. */
  readonly #own = new Map<number, Map<string, ExitRow | null>>();

  constructor(pending: Iterable<Pending> = []) {
    for (const one of pending) this.add(one);
  }

  /** Take in one more; the order makes no difference. */
  add({ crossing, outing }: Pending): void {
    const { household_id: household, undoes } = crossing;
    if (household === null) return;
    if (undoes) this.#of(household).set(shortId(undoes), null);
    else if (outing ?? isOuting(crossing, undefined)) this.#count(household, crossing);
  }

  has(householdId: number): boolean {
    return this.#own.has(householdId);
  }

  /** The exits that count, in no order: those of the roster, and what this device knows better. */
  of(householdId: number, known: readonly ExitRow[]): readonly ExitRow[] {
    const own = this.#own.get(householdId);
    if (!own) return known;
    const all = new Map<string, ExitRow | null>(known.map((row) => [row[1], row]));
    for (const [id, row] of own) if (row === null || !all.has(id)) all.set(id, row);
    return [...all.values()].filter((row) => row !== null);
  }

  #count(household: number, { id, decided_at, clock_offset_ms: offset }: Crossing): void {
    const own = this.#of(household);
    const short = shortId(id);
    if (!own.has(short)) own.set(short, [(Date.parse(decided_at) + offset) / 1000, short]);
  }

  #of(household: number): Map<string, ExitRow | null> {
    const known = this.#own.get(household) ?? new Map<string, ExitRow | null>();
    this.#own.set(household, known);
    return known;
  }
}

function shortId(id: string): string {
  return id.replaceAll("-", "").slice(0, 8).toLowerCase();
}
