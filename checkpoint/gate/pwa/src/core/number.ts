/**
 * The pass number as people read, say and type it: `NNNN-NNNN-C`, C being the Damm check digit of the
 * eight digits. Twin of `checkpoint/passes/number.py`; `tests/vectors/number.json` holds both.
 */

import { MAX_NUMBER, stripped } from "./token";

export type NumberReason = "number.empty" | "number.malformed" | "number.check_digit";
export type NumberRead = { number: number } | { reason: NumberReason };

/** The totally anti-symmetric quasigroup of order ten from Damm's thesis. */
const QUASIGROUP = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];
const SEPARATORS = /[\t\n\v\f\r \u00a0\u3000\-\u2010-\u2015\u2212\ufe63\uff0d]/g;
const FULL_WIDTH = /[\uff10-\uff19]/g;

/** The printed form, as in `0318-4402-1`. */
export function formatNumber(number: number): string {
  const digits = String(number).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4)}-${interim(digits)}`;
}

/** Digits in the groups in which they are printed, read and said: four, four, and the last. */
export function grouped(digits: string): string[] {
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].filter(Boolean);
}

/** The number in `text` as typed: nine digits, full-width too, with dashes and spaces. */
export function readNumber(text: string): NumberRead {
  const digits = text
    .replace(SEPARATORS, "")
    .replace(FULL_WIDTH, (digit) => String(digit.charCodeAt(0) - 0xff10));
  if (!digits) return { reason: "number.empty" };
  if (!/^[0-9]{9}$/.test(digits) || /^0+$/.test(digits)) return { reason: "number.malformed" };
  if (interim(digits) !== 0) return { reason: "number.check_digit" };
  const number = Number(digits.slice(0, 8));
  return number >= 1 && number <= MAX_NUMBER ? { number } : { reason: "number.malformed" };
}

/** Whether what a keyboard scanner typed is meant as a pass number rather than as a token. */
export function looksLikeNumber(text: string): boolean {
  return /^[0-9\uff10-\uff19][0-9\uff10-\uff19 -]{7,}$/.test(stripped(text));
}

function interim(digits: string): number {
  let state = 0;
  for (const digit of digits) state = Number(QUASIGROUP[state]?.charAt(Number(digit)));
  return state;
}
