/** What one rule finds. */

import type { Outcome, Reason } from "../types";

/** A rule that is hit: what it asks for, why, and when it ends by itself (ms). One that admits only
 * adds its reason. */
export type Finding = { outcome: Outcome; reason: Reason; until: number | null };

export function refuse(reason: Reason, until: number | null = null): Finding {
  return { outcome: "refuse", reason, until };
}

export function ask(reason: Reason, until: number | null = null): Finding {
  return { outcome: "ask", reason, until };
}

/** It changes nothing, but is said. */
export function note(reason: Reason): Finding {
  return { outcome: "admit", reason, until: null };
}
