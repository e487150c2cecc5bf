/**
 * The verdict: admit, refuse or ask, with the reason. Twin of `checkpoint/gate/verdict.py`, where the
 * rule book stands; `tests/vectors/verdict.json` holds both. Pure: `now` and the facts are given.
 */

import type { Direction, Facts, Outcome, Reason, Restriction, Verdict } from "./types";

/** A device's clock and a card's first minute may differ by this much. */
const EARLY_MS = 10 * 60_000;

/** The first rule that is hit decides. An unknown state refuses. */
export function decide(facts: Facts): Verdict {
  return (
    tokenRules(facts) ??
    passRules(facts) ??
    householdRules(facts) ??
    readingRules(facts) ??
    returnRules(facts) ??
    verdict("admit", facts.direction === "exit" ? "exit.admitted" : "entry.admitted")
  );
}

/**
 * The verdict once a reading is there, from the one that stood before it. The same as deciding again
 * from all the facts, but it also holds for a verdict that the server gave from facts of its own.
 */
export function withReading(before: Verdict, facts: Facts): Verdict {
  if (before.outcome === "refuse") return before;
  return readingRules(facts) ?? before;
}

/** The way a household most likely goes: whoever is out comes in. */
export function proposedDirection(outside: boolean): Direction {
  return outside ? "entry" : "exit";
}

function tokenRules({ token }: Facts): Verdict | null {
  return token.reason ? verdict("refuse", token.reason) : null;
}

function passRules({ pass, claims, gate, now }: Facts): Verdict | null {
  if (!pass) return verdict("refuse", "pass.unknown");
  if (pass.compound_id !== gate.compound_id) return verdict("refuse", "pass.other_compound");
  if (pass.state !== "active") return verdict("refuse", "pass.revoked");
  // A higher generation is a card that is newer than this roster: the roster is behind, not the card.
  if (claims && claims.generation < pass.generation) return verdict("refuse", "pass.superseded");
  const at = Date.parse(now);
  if (claims && at < Date.parse(claims.valid_from) - EARLY_MS) {
    return verdict("refuse", "pass.not_yet_valid");
  }
  const ends = [claims?.valid_until, pass.valid_until].filter((end) => end != null);
  return ends.some((end) => at >= Date.parse(end)) ? verdict("refuse", "pass.expired") : null;
}

function householdRules({ household, gate, direction, now }: Facts): Verdict | null {
  if (!household) return verdict("refuse", "household.unknown");
  if (household.state !== "active") return verdict("refuse", "household.gone");
  if (gate.state !== "open") return verdict("refuse", "gate.sealed");
  if (direction === "entry") return null;
  const restricted = restrictionOf(household.restrictions, Date.parse(now));
  if (restricted) return verdict("refuse", restricted);
  return household.outside ? verdict("refuse", "household.already_out") : null;
}

function restrictionOf(restrictions: Restriction[], now: number): Reason | null {
  const inForce = restrictions.filter(
    ({ since, until }) => Date.parse(since) <= now && (until === null || now < Date.parse(until)),
  );
  if (inForce.some(({ kind }) => kind === "observation")) return "household.in_observation";
  return inForce.length > 0 ? "household.restricted" : null;
}

function readingRules({ reading_tenths: reading, rules, direction }: Facts): Verdict | null {
  if (reading === null) return null;
  if (reading >= rules.fever_tenths) {
    return verdict(direction === "entry" ? "ask" : "refuse", "reading.fever");
  }
  return reading < rules.cold_tenths ? verdict("ask", "reading.too_cold") : null;
}

/** After the reading, so that a fever is never hidden behind it. */
function returnRules({ household, direction }: Facts): Verdict | null {
  // A resident is never kept from coming home: the guard may record it.
  return direction === "entry" && household && !household.outside
    ? verdict("ask", "household.already_in")
    : null;
}

function verdict(outcome: Outcome, reason: Reason): Verdict {
  return { outcome, reasons: [reason] };
}
