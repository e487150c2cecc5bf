/** The service worker: the shell works offline, and a new version waits for a quiet moment. */

import type { Stage } from "../flow/stage";
import type { State } from "../flow/state";

const QUIET_FOR_MS = 30_000;
const LOOK_EVERY_MS = 15 * 60_000;

/**
 * Register the worker, look for new versions, and change over when nobody is at the gate. The answer
 * changes over at once, for a guard who asks.
 */
export function keepFresh(stage: Stage): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const { serviceWorker } = navigator;
  let controlled = serviceWorker.controller !== null;
  let changing = false;
  serviceWorker.addEventListener("controllerchange", () => {
    // The very first worker takes over silently; only a change of version needs the new page.
    if (controlled && !changing) {
      changing = true;
      location.reload();
    }
    controlled = true;
  });
  serviceWorker.register("sw.js").then(
    (registration) => {
      watch(registration, stage);
      setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
    },
    // An untrusted certificate: everything works but starting without a network.
    () => undefined,
  );
  return () => {
    void serviceWorker.getRegistration().then((found) => found?.waiting?.postMessage("apply"));
  };
}

/** Nobody stands at the gate, and nobody types. */
function isQuiet({ screen, done }: State): boolean {
  if (screen.name === "sign-on") return screen.typed === "";
  return (screen.name === "scan" || screen.name === "join") && !done;
}

function watch(registration: ServiceWorkerRegistration, stage: Stage): void {
  let quietSince = Date.now();
  stage.subscribe(() => {
    if (!isQuiet(stage.state)) quietSince = Date.now();
  });
  addEventListener("input", () => (quietSince = Date.now()));
  setInterval(() => {
    const { waiting } = registration;
    if (Boolean(waiting) !== stage.state.update) stage.set({ update: Boolean(waiting) });
    if (waiting && Date.now() - quietSince > QUIET_FOR_MS) waiting.postMessage("apply");
  }, 5_000);
}
