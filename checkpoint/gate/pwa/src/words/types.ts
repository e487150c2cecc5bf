/** What words are made of. English has every key that Chinese has, or the build stops. */

import type { Direction, Method, Reason } from "../core/types";
import type { zh } from "./zh";

/** What a reason may speak of, put into words already: clock times, spans, figures. */
export type Telling = {
  direction: Direction;
  method: Method;
  /** Since when the household is out, and for how long. */
  since: string;
  away: string;
  late: boolean;
  /** When to be back. */
  back: string;
  /** The bounds of the pass. */
  from: string;
  until: string;
  reading: string;
  /** Until when the household stays in, or nothing where nobody knows. */
  restrictedUntil: string;
};

type Saying = (telling: Telling) => string;
/** A word for the screen, a sentence of why, and what to tell the resident (or nothing). */
export type Told = {
  title: Saying;
  reason: Saying;
  say: ((telling: Telling) => string | null) | null;
};
export type ByReason = Record<Reason, Told>;

type Widened<Part> = Part extends string
  ? string
  : Part extends (...given: infer Given) => string
    ? (...given: Given) => string
    : Part extends readonly string[]
      ? readonly string[]
      : Part extends ByReason
      ? ByReason
      : { [Key in keyof Part]: Widened<Part[Key]> };

export type Words = Widened<typeof zh>;
