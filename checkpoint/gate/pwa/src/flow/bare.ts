/** The roster of a device that has none: it knows its gate, and nobody. Enough for an emergency. */

import { USUAL_BOUNDS } from "../core/age";
import { Roster } from "../core/roster";
import type { Credential } from "../store/database";

const USUAL_RULES = {
  ...USUAL_BOUNDS,
  fever_tenths: 373,
  cold_tenths: 350,
  longest_outing_minutes: 120,
  lease_days: 14,
  pin_iterations: 200_000,
};

export function bareRoster({ gate, compound }: Credential): Roster {
  return new Roster({
    version: 0,
    full: true,
    server_time: "",
    gate: { ...gate, state: "open" },
    compound: { ...compound, time_zone: "UTC" },
    staff: null,
    guards: [],
    rules: USUAL_RULES,
    keys: [],
    households: [],
    passes: [],
  });
}
