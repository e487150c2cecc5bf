/**
 * Typed pass numbers that led to no active pass: after five within a quarter of an hour a device takes none for a
 * quarter of an hour. A right one starts no count anew: who has a pass must not buy guesses with it.
 * The arithmetic is in docs/pass-format.md, section 6.
 */

export const MOST_WRONG = 5;
export const CLOSED_MS = 15 * 60_000;

/** The moments of the last wrong numbers, with one more; five of them say all. */
export function oneMore(wrong: readonly number[], now: number): number[] {
  return [...wrong, now].slice(-MOST_WRONG);
}

/** Until when no number is taken, or null. A clock that was set back shortens nothing. */
export function closedUntil(wrong: readonly number[], now: number): number | null {
  const [first, last] = [wrong[0], wrong.at(-1)];
  if (wrong.length < MOST_WRONG || first === undefined || last === undefined) return null;
  if (last - first >= CLOSED_MS || now >= last + CLOSED_MS) return null;
  return Math.min(last, now) + CLOSED_MS;
}
