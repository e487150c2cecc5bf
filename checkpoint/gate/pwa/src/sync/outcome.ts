/** What an exchange with the office came to. */

import { Refused, Unreachable } from "./office";

/**
 * All done; no answer (try later); staff revoked this device (it hands over what it has and leaves);
 * or it may not speak any more.
 */
export type Round = "done" | "later" | "revoked" | "unwelcome";

export const FIRST_PAUSE_MS = 1_000;

/** What `error` makes of a round. */
export function outcomeOf(error: unknown): Exclude<Round, "done"> {
  if (error instanceof Refused && error.status === 401) {
    return error.code === "device.revoked" ? "revoked" : "unwelcome";
  }
  // A full disk, perhaps. What was not written down is asked again, once there is room.
  if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
  return "later";
}

/** The pause after one more failure: twice the last one, and not shorter than the office asked for. */
export function longer(pauseMs: number, longestMs: number, error: unknown): number {
  const asked = error instanceof Refused ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.min(longestMs, pauseMs * 2 || FIRST_PAUSE_MS));
}
