/** What words are made of. English has every key that Chinese has, or the build stops. */

import type { Direction, ExemptReason, Method, Reason } from "../core/types";
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
  /** When the answer changes by itself, as one would say it; nothing where nobody knows. */
  next: string;
  /** The count of outings: so many in so many days, and when the last one was. */
  limit: number;
  days: number;
  last: string;
  /** The night closure, as its times of day. */
  closedFrom: string;
  closedTo: string;
  /** How many pass, how many of them count, and how many may. */
  people: number;
  counted: number;
  most: number;
  /** How long to rest before the second reading, in minutes. */
  rest: number;
  /** How long an outing may last. */
  longest: string;
  /** Another thermometer is wanted for the second reading. */
  other: boolean;
  exempt: ExemptReason | null;
  /** Somebody may be let out in spite of count and closure. */
  exemptions: boolean;
  /** Not of this compound. */
  visitor: boolean;
  /** The days and hours of an extra pass, if it has any; its holder lives elsewhere. */
  hours: string;
  fromElsewhere: boolean;
};

type Saying = (telling: Telling) => string;
/**
 * A word for the screen, a sentence of why, and what to tell the resident (or nothing); `brief` is the
 * reason in a few characters, for a line of a list, where the word for the screen does not say it.
 */
export type Told = {
  title: Saying;
  reason: Saying;
  say: ((telling: Telling) => string | null) | null;
  brief?: string;
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
