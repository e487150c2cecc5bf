/** The rules for those who live here, on the way out and on the way home. */

import type { Facts, Restriction } from "../types";
import { closureEnd } from "./closing";
import { ask, note, refuse, type Finding } from "./finding";
import { usedUp } from "./quota";
import { ofReadings } from "./readings";
import { ofVehicle } from "./vehicles";

type Household = NonNullable<Facts["household"]>;
type Found = (Finding | null)[];

/** All that the rules find, in the order of the rule book. */
export function ofResident(facts: Facts): Found {
  const { household, gate, direction } = facts;
  if (!household) return [refuse("household.unknown")];
  if (household.state !== "active") return [refuse("household.gone")];
  const more = direction === "entry" ? comingHome(facts, household) : goingOut(facts, household);
  return gate.state === "open" ? more : [refuse("gate.sealed"), ...more];
}

/** Whether a reason was given that lifts the count of outings and the night closure. */
export function isExempt({ exempt, rules }: Facts): boolean {
  return exempt !== null && rules.exempt.includes(exempt);
}

function goingOut(facts: Facts, household: Household): Found {
  return [
    ofRestrictions(household, Date.parse(facts.now)),
    household.outside ? refuse("household.already_out") : null,
    ...(isExempt(facts) ? [] : ofRations(facts, household)),
    ofParty(facts),
    ofReadings(facts, "refuse"),
  ];
}

function comingHome(facts: Facts, household: Household): Found {
  return [
    ofReadings(facts, "ask"),
    household.outside ? ofOuting(facts, household) : ask("household.already_in"),
    ofVehicle(facts),
  ];
}

function ofOuting({ now, rules }: Facts, { outside_since: since }: Household): Finding | null {
  if (since === null) return null;
  const late = Date.parse(now) - Date.parse(since) > rules.longest_minutes * 60_000;
  return late ? note("outing.late") : null;
}

/** The restrictions that are in force. */
export function heldBy({ restrictions }: Household, now: number): Restriction[] {
  return restrictions.filter(
    ({ since, until }) => Date.parse(since) <= now && (until === null || now < Date.parse(until)),
  );
}

/** When the last of them ends, null where one does not end by itself. */
export function endOf(held: Restriction[]): number | null {
  const ends = held.map(({ until }) => (until === null ? Infinity : Date.parse(until)));
  const last = Math.max(...ends);
  return last === Infinity ? null : last;
}

function ofRestrictions(household: Household, now: number): Finding | null {
  const held = heldBy(household, now);
  if (held.length === 0) return null;
  const observed = held.some(({ kind }) => kind === "observation");
  return refuse(observed ? "household.in_observation" : "household.restricted", endOf(held));
}

function ofRations(facts: Facts, { exits }: Household): Found {
  const { rules, gate, now, pass } = facts;
  const end = closureEnd(rules.closure, gate.time_zone, Date.parse(now));
  return [
    end === null ? null : refuse("closure.night", end),
    // Only the household's own pass is rationed: whoever comes to care for somebody goes home.
    pass?.kind === "household" ? usedUp(facts, exits) : null,
  ];
}

function ofParty({ rules, party }: Facts): Finding | null {
  if (rules.people === null) return null;
  const people = rules.children_count ? party.people : party.people - party.children;
  return people > rules.people ? refuse("party.too_many") : null;
}
