/** The vehicle of whoever stands at the gate, shown with the verdict on it. */

import type { Passage } from "../flow/state";
import { useGate } from "./context";
import { PlateEntry } from "./visit-plate";

export function VehicleScreen({ passage }: { passage: Passage }) {
  const { conductor } = useGate();
  return (
    <PlateEntry
      vehicle={passage.vehicle}
      usual={passage.visit ? "visitor" : "unknown"}
      onBack={() => conductor.show({ name: "verdict", passage })}
      onDone={(vehicle) => conductor.setVehicle(vehicle)}
    />
  );
}
