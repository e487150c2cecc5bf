/** What the guard set: the language, the voice, the camera. */

import type { Stage } from "../flow/stage";
import { keep, kept, type Database, type Settings } from "./database";

/** What holds until the guard says otherwise. */
export function firstSettings(): Settings {
  const language = navigator.language.startsWith("zh") ? "zh" : "en";
  return { language, voice: true, cameraId: "", deviceName: "" };
}

/** Put what was set before on the stage; the answer changes and keeps a setting. */
export async function restoreSettings(
  database: Database,
  stage: Stage,
): Promise<(change: Partial<Settings>) => void> {
  stage.set({ settings: { ...firstSettings(), ...(await kept(database, "settings")) } });
  return (change) => {
    const settings = { ...stage.state.settings, ...change };
    stage.set({ settings });
    void keep(database, "settings", settings);
  };
}

/** Ask the browser to keep what is not sent yet even when space runs low. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
