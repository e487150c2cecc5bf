/**
 * From keys to a temperature in tenths of a degree Celsius. The keypad sets the point by itself:
 * 3, 6, 5 is 36.5. Who types on a real keyboard may set it, and is then taken at their word.
 */

export const LOWEST_TENTHS = 300;
export const HIGHEST_TENTHS = 430;

export type ReadingProblem = "reading.out_of_range" | "reading.not_a_figure";
export type ReadingRead = { tenths: number } | { problem: ReadingProblem };

const KEYPAD_DIGITS = 3;

/** What stands in the figure after one more key. Beyond a whole figure, a digit starts afresh. */
export function pressed(typed: string, key: string): string {
  if (key === "back") return typed.slice(0, -1);
  return isWhole(typed) ? key : typed + key;
}

/** Whether nothing more is expected: three digits, or one digit behind a typed point. */
export function isWhole(typed: string): boolean {
  return typed.includes(".") ? /\.[^.]/.test(typed) : typed.length >= KEYPAD_DIGITS;
}

/** The figure as it stands on the screen, with the point where it will be. */
export function figure(typed: string): string {
  if (typed.includes(".") || typed.length < 2) return typed;
  return `${typed.slice(0, 2)}.${typed.slice(2)}`;
}

/** The reading in what was typed on the keypad. */
export function readKeypad(typed: string): ReadingRead {
  return readFigure(figure(typed).replace(/\.$/, ""));
}

/** The reading in a written figure: 30.0 to 43.0, at most one decimal. 3.65, 365, -1, abc, 45: none. */
export function readFigure(text: string): ReadingRead {
  const match = /^([0-9]{1,4})(?:\.([0-9]{1,3}))?$/.exec(text);
  if (!match) return { problem: "reading.not_a_figure" };
  const [, whole = "", decimals = ""] = match;
  const tenths = Number(whole) * 10 + Number(decimals || 0);
  const inRange = decimals.length <= 1 && tenths >= LOWEST_TENTHS && tenths <= HIGHEST_TENTHS;
  return inRange ? { tenths } : { problem: "reading.out_of_range" };
}

/** A figure with the offset of its instrument. */
export function corrected(tenths: number, offset: number): ReadingRead {
  const all = tenths + offset;
  return all >= LOWEST_TENTHS && all <= HIGHEST_TENTHS
    ? { tenths: all }
    : { problem: "reading.out_of_range" };
}

/** `365` as `36.5`. */
export function formatTenths(tenths: number): string {
  return (tenths / 10).toFixed(1);
}
