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
  const decidedAt = performance.now();
  last = null;
  // A message that is sent just before a frame is painted arrives just after it.
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = () => report(passage, decidedAt, seen);
  requestAnimationFrame(() => port1.postMessage(null));
}

/** Call when a code was read from a frame. */
announceVerdict.saw = (seen: Seen): void => {
  last = seen;
};

function report(passage: Passage, decidedAt: number, seen: Seen | null): void {
  const { outcome } = passage.verdict;
  const detail: Record<string, unknown> = {
    outcome,
    reason: reasonOf(passage.verdict),
    judge: passage.judge,
  };
  if (seen) {
    const { duration } = performance.measure("frame-to-verdict", { start: seen.frameAt, detail });
    detail["ms"] = duration;
    detail["decodeMs"] = seen.decodeMs;
    detail["steps"] = {
      cut: seen.cutAt - seen.frameAt,
      read: seen.readAt - seen.cutAt,
      decide: decidedAt - seen.readAt,
      paint: seen.frameAt + duration - decidedAt,
    };
  }
  dispatchEvent(new CustomEvent("checkpoint:verdict", { detail }));
}
