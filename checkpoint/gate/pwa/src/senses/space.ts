/** Warns before the storage is full: then nothing could be recorded any more. */

import type { Stage } from "../flow/stage";

const MEGABYTE = 1_000_000;
const FULL_SHARE = 0.8;
const LEAST_LEFT = 20 * MEGABYTE;
const LOOK_EVERY_MS = 60_000;

/** Megabytes that are left once they are few, null as long as there is room. */
export function spaceLeft({ usage = 0, quota = Infinity }: StorageEstimate): number | null {
  const left = Math.max(0, quota - usage);
  const isLow = usage > quota * FULL_SHARE || left < LEAST_LEFT;
  return isLow ? Math.floor(left / MEGABYTE) : null;
}

/** Look now, every minute, and whenever something could not be kept. */
export function watchSpace(stage: Stage): void {
  const look = async () => {
    const left = spaceLeft(await navigator.storage.estimate());
    if (left !== stage.state.spaceLeft) stage.set({ spaceLeft: left });
  };
  const lookQuietly = () => void look().catch(() => undefined);
  let unkept = false;
  stage.subscribe(() => {
    if (stage.state.unkept && !unkept) lookQuietly();
    unkept = stage.state.unkept;
  });
  setInterval(lookQuietly, LOOK_EVERY_MS);
  lookQuietly();
}
