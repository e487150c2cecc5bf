/** The office's verdict, made from facts of its own, and what the guard found out since. */

import type { Reason, VerdictSent } from "../types";
import { LIFTED } from "./may";
import type { Finding } from "./finding";

/** What is asked of the guard, and what is only said; the office does not say which is which. */
const ASKED: readonly Reason[] = [
  "household.already_in",
  "pass.already_in",
  "visitor.maybe_denied",
  "visitor.unconfirmed",
  "visit.already_in",
  "visit.not_inside",
  "vehicle.unknown",
];
const SAID: readonly Reason[] = [
  "outing.late",
  "pass.after_hours",
  "visit.overstayed",
  "vehicle.hand_over",
];
/** These say nothing of the others, and nothing else is added to them. */
const FINAL =
  /^(token\.|pass\.(?!outside_hours$|after_hours$|already_)|household\.(unknown|gone)$)/;
const FOUND_OUT = /^(reading|party)\./;

/** What the office found, and of what this device found (`own`) that which the office can't know. */
export function merged(office: VerdictSent, own: Finding[], exempt: boolean): Finding[] {
  const kept = office.reasons.filter((reason) => !(exempt && LIFTED.includes(reason)));
  const whole = kept.length === office.reasons.length;
  const until = whole && office.until ? Date.parse(office.until) : null;
  const found = kept
    .filter((reason) => !reason.endsWith(".admitted"))
    .map((reason): Finding => ({ outcome: outcomeOf(reason, office), reason, until }));
  if (found.some(({ reason }) => FINAL.test(reason))) return found;
  const since = own.filter(({ reason }) => FOUND_OUT.test(reason));
  // After what refuses and before what asks, so that a fever is never hidden.
  const refused = found.filter(({ outcome }) => outcome === "refuse");
  return [...refused, ...since, ...found.filter(({ outcome }) => outcome !== "refuse")];
}

function outcomeOf(reason: Reason, office: VerdictSent): Finding["outcome"] {
  if (SAID.includes(reason)) return "admit";
  return ASKED.includes(reason) ? "ask" : office.outcome;
}
