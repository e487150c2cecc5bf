/** The service worker: the shell works offline, and a new version waits for a quiet moment. */

import type { Stage } from "../flow/stage";

const QUIET_FOR_MS = 30_000;
const LOOK_EVERY_MS = 15 * 60_000;

/** Register the worker, look for new versions, and change over when nobody is at the gate. */
export function keepFresh(stage: Stage): void {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  const hadOne = serviceWorker.controller !== null;
  let changing = false;
  serviceWorker.addEventListener("controllerchange", () => {
    // The very first worker takes over silently; only a change of version needs the new page.
    if (!hadOne || changing) return;
    changing = true;
    location.reload();
  });
  serviceWorker.register("sw.js").then(
    (registration) => {
      watch(registration, stage);
      setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
    },
    // An untrusted certificate: everything works but starting without a network.
    () => undefined,
  );
}

function watch(registration: ServiceWorkerRegistration, stage: Stage): void {
  let quietSince = Date.now();
  stage.subscribe(() => {
    if (stage.state.screen.name !== "scan" || stage.state.done) quietSince = Date.now();
  });
  setInterval(() => {
    const { waiting } = registration;
    if (Boolean(waiting) !== stage.state.update) stage.set({ update: Boolean(waiting) });
    const { name } = stage.state.screen;
    const quiet = name === "enrol" || (name === "scan" && Date.now() - quietSince > QUIET_FOR_MS);
    if (waiting && quiet) waiting.postMessage("apply");
  }, 5_000);
}
