/** The screen stays on while the device is on duty: nobody wakes a phone with gloves on. */

import type { Stage } from "../flow/stage";

/** Hold the screen awake as long as the device is enrolled and somebody may look at it. */
export function stayAwake(stage: Stage): void {
  if (!("wakeLock" in navigator)) return;
  let lock: WakeLockSentinel | null = null;
  const hold = async () => {
    const wanted = stage.state.credential !== null && !document.hidden;
    if (!wanted || (lock && !lock.released)) return;
    // Refused on a low battery: then the guard's own settings decide.
    lock = await navigator.wakeLock.request("screen").catch(() => null);
  };
  // The browser takes the lock away when the page is hidden.
  document.addEventListener("visibilitychange", () => void hold());
  let enrolled = false;
  stage.subscribe(() => {
    const now = stage.state.credential !== null;
    if (now && !enrolled) void hold();
    if (!now) void lock?.release();
    enrolled = now;
  });
}
