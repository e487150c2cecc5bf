/**
 * The verdict: admit, refuse or ask; why, until when, and what the guard may do about it. Twin of
 * `checkpoint/gate/verdict.py`, where the rule book stands; `tests/vectors/verdict.json` holds both.
 * Pure: `now` and the facts are given.
 */

import { openFrom } from "./deciding/closing";
import { refuse, type Finding } from "./deciding/finding";
import { mayOf } from "./deciding/may";
import { isExempt } from "./deciding/outing";
import { againstPass } from "./deciding/passes";
import { ofResident } from "./deciding/residents";
import { merged } from "./deciding/together";
import { ofVisit } from "./deciding/visits";
import type { Direction, Facts, Outcome, Reason, Verdict, VerdictSent } from "./types";

/** As many as travel with a crossing. */
const MOST_REASONS = 8;

/** The verdict of the rule book on the facts. */
export function decide(facts: Facts): Verdict {
  return verdict(facts, findingsOf(facts));
}

/**
 * What the office said from facts of its own, together with what the guard found out since: how many
 * pass, an exempt reason, temperatures. Where the office knew no more than this device does it is
 * simply the verdict on the facts.
 */
export function togetherWith(office: VerdictSent, facts: Facts): Verdict {
  const bare = decide({ ...facts, party: { people: 1, children: 0 }, exempt: null, readings: [] });
  if (office.outcome === bare.outcome && `${office.reasons}` === `${bare.reasons}`) {
    return decide(facts);
  }
  return verdict(facts, merged(office, findingsOf(facts), isExempt(facts)));
}

function findingsOf(facts: Facts): Finding[] {
  const reason = againstPass(facts);
  if (reason) return [refuse(reason)];
  const found = facts.visit ? ofVisit(facts, facts.visit) : ofResident(facts);
  return found.filter((one) => one !== null);
}

/** The way a household, or the holder of an extra pass, most likely goes: whoever is out comes in. */
export function proposedDirection(outside: boolean): Direction {
  return outside ? "entry" : "exit";
}

/** Refusals come before questions: a question must never open what another rule closes. */
const STRICTEST: Outcome[] = ["refuse", "ask", "admit"];

function verdict(facts: Facts, found: Finding[]): Verdict {
  const sorted = STRICTEST.flatMap((outcome) => found.filter((one) => one.outcome === outcome));
  const outcome = sorted[0]?.outcome ?? "admit";
  const reasons = sorted.map(({ reason }) => reason);
  if (outcome === "admit") reasons.unshift(admittedReason(facts));
  const until = untilOf(facts, outcome, sorted);
  return {
    outcome,
    reasons: reasons.slice(0, MOST_REASONS),
    until: until === null ? null : new Date(until).toISOString(),
    may: mayOf(facts, outcome, reasons),
  };
}

function admittedReason({ direction }: Facts): Reason {
  return direction === "entry" ? "entry.admitted" : "exit.admitted";
}

function untilOf(facts: Facts, outcome: Outcome, found: Finding[]): number | null {
  const ends = found.filter((one) => one.outcome === outcome).map(({ until }) => until);
  const known = ends.filter((until) => until !== null);
  if (known.length === 0) return null;
  const last = Math.max(...known);
  if (outcome === "ask") return last;
  return known.length === ends.length ? reopened(facts, last) : null;
}

/**
 * The moment, or the end of what it falls in and binds them: the night closure, the time between the
 * hours of a pass.
 */
function reopened(facts: Facts, moment: number): number {
  if (facts.visit ? facts.visit.purpose === "medical" : isExempt(facts)) return moment;
  const { rules, gate, pass } = facts;
  return openFrom(rules.closure, pass?.limits ?? null, gate.time_zone, moment);
}
