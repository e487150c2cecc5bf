/** Vehicles, which are asked about on the way in only. */

import type { Facts } from "../types";
import { ask, note, refuse, type Finding } from "./finding";

/** Which kinds each policy lets in; whatever is in neither list comes in nowhere but where all do. */
const RESIDENTS: readonly string[] = ["resident", "delivery"];
const KNOWN: readonly string[] = ["resident", "delivery", "visitor"];

/** What there is to say about the vehicle. One of the emergency services is never held up. */
export function ofVehicle({ vehicle, rules: { vehicles: policy } }: Facts): Finding | null {
  if (!vehicle || vehicle.kind === "emergency") return null;
  if (vehicle.denied) return refuse("vehicle.denied");
  if (policy === "open") return null;
  if (policy !== "known" && policy !== "residents") return refuse("vehicle.closed");
  if (policy === "residents" && !RESIDENTS.includes(vehicle.kind)) {
    return refuse("vehicle.residents_only");
  }
  if (!KNOWN.includes(vehicle.kind)) return ask("vehicle.unknown");
  return vehicle.kind === "delivery" ? note("vehicle.hand_over") : null;
}
