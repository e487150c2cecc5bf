/**
 * How long it took from the camera's frame to the verdict on the screen: a performance measure
 * 'frame-to-verdict', and an event 'checkpoint:verdict' for whoever watches.
 */

import type { Seen } from "../camera/scanner";
import { reasonOf, type Passage } from "../flow/state";

let last: Seen | null = null;

/** Call when the verdict was decided; it is measured once the screen shows it. */
export function announceVerdict(passage: Passage): void {
  const seen = passage.method === "scan" ? last : null;
  last = null;
  // The second frame starts when the first, with the verdict in it, has been handed over.
  requestAnimationFrame(() => requestAnimationFrame(() => report(passage, seen)));
}

/** Call when a code was read from a frame. */
announceVerdict.saw = (seen: Seen): void => {
  last = seen;
};

function report(passage: Passage, seen: Seen | null): void {
  const { outcome } = passage.verdict;
  const detail: Record<string, unknown> = {
    outcome,
    reason: reasonOf(passage.verdict),
    judge: passage.judge,
  };
  if (seen) {
    const measure = performance.measure("frame-to-verdict", { start: seen.frameAt, detail });
    detail["ms"] = measure.duration;
    detail["decodeMs"] = seen.decodeMs;
  }
  dispatchEvent(new CustomEvent("checkpoint:verdict", { detail }));
}
