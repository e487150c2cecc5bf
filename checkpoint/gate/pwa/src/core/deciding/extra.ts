/**
 * The rules for extra passes. Their holders come and go on their own, not as the household does.
 * Leaving home is what limits bind: going out for whoever lives here, coming for whoever lives
 * elsewhere. Nobody is kept from going home by them.
 */

import type { Direction, Facts, Limits } from "../types";
import { closureEnd, nextOpening } from "./closing";
import { ask, note, refuse, type Finding } from "./finding";
import { isExempt, observations, ofLength, ofParty, ofRestrictions } from "./outing";
import { usedUp } from "./quota";
import { ofReadings } from "./readings";
import { ofVehicle } from "./vehicles";

type Household = NonNullable<Facts["household"]>;
type Pass = NonNullable<Facts["pass"]>;
type Found = (Finding | null)[];

/** All that the rules find, in the order of the rule book. */
export function ofExtra(facts: Facts, pass: Pass, household: Household): Found {
  const elsewhere = livesElsewhere(pass.limits);
  if (leavesHome(facts.direction, pass.limits)) {
    return elsewhere ? coming(facts, pass, household) : goingOut(facts, pass, household);
  }
  return elsewhere ? goingHome(facts, pass, household) : comingHome(facts, pass);
}

/** Whether the holder comes from outside of the compound. */
export function livesElsewhere(limits: Limits | null | undefined): boolean {
  return limits?.home === "elsewhere";
}

/** Whether that way is the one that the limits bind. */
export function leavesHome(direction: Direction, limits: Limits | null | undefined): boolean {
  return (direction === "entry") === livesElsewhere(limits);
}

function goingOut(facts: Facts, { limits, outside }: Pass, household: Household): Found {
  return [
    ofRestrictions(facts, household),
    outside ? refuse("pass.already_out") : null,
    ...(isExempt(facts) ? [] : ofLimits(facts, limits ?? null, household)),
    ofParty(facts),
    ofReadings(facts, "refuse"),
  ];
}

function comingHome(facts: Facts, { limits, outside, outside_since: since }: Pass): Found {
  return [
    ofReadings(facts, "ask"),
    outside ? ofLength(facts, since ?? null) : ask("pass.already_in"),
    afterHours(facts, limits ?? null),
    ofVehicle(facts),
  ];
}

function coming(facts: Facts, { limits, outside }: Pass, household: Household): Found {
  return [
    ...ofLimits(facts, limits ?? null, household),
    ofObservation(facts, household),
    ofReadings(facts, "refuse"),
    outside ? null : ask("pass.already_in"),
    ofVehicle(facts),
  ];
}

function goingHome(facts: Facts, { limits, outside }: Pass, household: Household): Found {
  return [
    ofParty(facts),
    ofObservation(facts, household),
    ofReadings(facts, "ask"),
    outside ? ask("pass.already_out") : null,
    afterHours(facts, limits ?? null),
  ];
}

function ofLimits(facts: Facts, limits: Limits | null, { exits }: Household): Found {
  const { time_zone: zone } = facts.gate;
  const now = Date.parse(facts.now);
  const opens = nextOpening(limits, zone, now);
  // Hours of its own stand in place of the night closure.
  const end = limits?.hours ? null : closureEnd(facts.rules.closure, zone, now);
  return [
    opens === null ? null : refuse("pass.outside_hours", opens),
    end === null ? null : refuse("closure.night", end),
    limits?.counted ? usedUp(facts, exits) : null,
  ];
}

/** Who lives elsewhere is not kept in, nor out: the desk says what is to be done, and until then
 * waiting changes nothing. */
function ofObservation({ now }: Facts, household: Household): Finding | null {
  const observed = observations(household, Date.parse(now));
  return observed.length > 0 ? ask("household.in_observation") : null;
}

function afterHours({ gate, now }: Facts, limits: Limits | null): Finding | null {
  const closed = nextOpening(limits, gate.time_zone, Date.parse(now)) !== null;
  return closed ? note("pass.after_hours") : null;
}
