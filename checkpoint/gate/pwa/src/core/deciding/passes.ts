/** The rules on tokens and passes: each is final, and says nothing of the others. */

import type { Facts, Reason } from "../types";

/** A device's clock and the first minute of a card, or of a visit, may differ by this much. */
export const EARLY_MS = 10 * 60_000;
/** A phone's code is renewed every 15 seconds: this is four of them, or two clocks a minute apart. */
export const FRESH_MS = 60_000;

/** Why the pass opens nothing, or null. A visit may come without a pass. */
export function againstPass(facts: Facts): Reason | null {
  if (facts.token.reason) return facts.token.reason;
  const reason = facts.claims && againstPhone(facts.claims, Date.parse(facts.now));
  if (reason) return reason;
  if (facts.pass) return againstKnown(facts, facts.pass);
  return facts.visit && facts.method === "visit" ? null : "pass.unknown";
}

function againstPhone(claims: NonNullable<Facts["claims"]>, now: number): Reason | null {
  if (claims.shown_at == null) return null;
  if (Math.abs(now - Date.parse(claims.shown_at)) > FRESH_MS) return "pass.stale_code";
  return claims.unlinked ? "pass.unlinked" : null;
}

function againstKnown(
  { claims, gate, now }: Facts,
  pass: NonNullable<Facts["pass"]>,
): Reason | null {
  if (pass.compound_id !== gate.compound_id) return "pass.other_compound";
  if (pass.state !== "active") return "pass.revoked";
  // A higher generation is a card that is newer than this roster: the roster is behind, not the card.
  if (claims && claims.generation < pass.generation) return "pass.superseded";
  const at = Date.parse(now);
  if (claims && at < Date.parse(claims.valid_from) - EARLY_MS) return "pass.not_yet_valid";
  const ends = [claims?.valid_until, pass.valid_until].filter((end) => end != null);
  return ends.some((end) => at >= Date.parse(end)) ? "pass.expired" : null;
}
