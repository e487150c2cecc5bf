/** How full the battery is, where the browser tells. */

type Battery = { level: number };
type Telling = Navigator & { getBattery?: () => Promise<Battery> };

/** The answer reads it: percent, or null where nobody knows. */
export function watchBattery(): () => number | null {
  let battery: Battery | null = null;
  void (navigator as Telling).getBattery?.().then(
    (found) => (battery = found),
    () => undefined,
  );
  return () => (battery ? Math.round(battery.level * 100) : null);
}
