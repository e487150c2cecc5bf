/** The rules for those who live here, on the way out and on the way home. */

import type { Facts } from "../types";
import { closureEnd } from "./closing";
import { ofExtra } from "./extra";
import { ask, refuse, type Finding } from "./finding";
import { isExempt, ofLength, ofParty, ofRestrictions } from "./outing";
import { usedUp } from "./quota";
import { ofReadings } from "./readings";
import { ofVehicle } from "./vehicles";

type Household = NonNullable<Facts["household"]>;
type Found = (Finding | null)[];

/** All that the rules find, in the order of the rule book. */
export function ofResident(facts: Facts): Found {
  const { household, gate } = facts;
  if (!household) return [refuse("household.unknown")];
  if (household.state !== "active") return [refuse("household.gone")];
  const more = ofWay(facts, household);
  return gate.state === "open" ? more : [refuse("gate.sealed"), ...more];
}

function ofWay(facts: Facts, household: Household): Found {
  const { pass, direction } = facts;
  if (pass?.kind === "caregiver") return ofExtra(facts, pass, household);
  return direction === "entry" ? comingHome(facts, household) : goingOut(facts, household);
}

function goingOut(facts: Facts, household: Household): Found {
  return [
    ofRestrictions(facts, household),
    household.outside ? refuse("household.already_out") : null,
    ...(isExempt(facts) ? [] : ofRations(facts, household)),
    ofParty(facts),
    ofReadings(facts, "refuse"),
  ];
}

function comingHome(facts: Facts, household: Household): Found {
  const { outside, outside_since: since } = household;
  return [
    ofReadings(facts, "ask"),
    outside ? ofLength(facts, since) : ask("household.already_in"),
    ofVehicle(facts),
  ];
}

function ofRations(facts: Facts, { exits }: Household): Found {
  const { rules, gate, now, pass } = facts;
  const end = closureEnd(rules.closure, gate.time_zone, Date.parse(now));
  return [
    end === null ? null : refuse("closure.night", end),
    // A visitor's pass without a visit has no outings of the household to use up.
    pass?.kind === "household" ? usedUp(facts, exits) : null,
  ];
}
