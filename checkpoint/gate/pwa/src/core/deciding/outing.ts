/** What holds for an outing, with whichever pass. */

import type { Facts, Restriction } from "../types";
import { note, refuse, type Finding } from "./finding";

type Household = NonNullable<Facts["household"]>;

/** Whether a reason for going out was given that lifts the count of outings and the closure. */
export function isExempt({ direction, exempt, rules }: Facts): boolean {
  return direction !== "entry" && exempt !== null && rules.exempt.includes(exempt);
}

/** The restrictions that are in force. */
function heldBy({ restrictions }: Household, now: number): Restriction[] {
  return restrictions.filter(
    ({ since, until }) => Date.parse(since) <= now && (until === null || now < Date.parse(until)),
  );
}

/** Those of them that are home observations. */
export function observations(household: Household, now: number): Restriction[] {
  return heldBy(household, now).filter(({ kind }) => kind === "observation");
}

/** When the last of them ends, null where one does not end by itself. */
export function endOf(held: Restriction[]): number | null {
  const ends = held.map(({ until }) => (until === null ? Infinity : Date.parse(until)));
  const last = Math.max(...ends);
  return last === Infinity ? null : last;
}

/** What keeps a household at home. */
export function ofRestrictions(facts: Facts, household: Household): Finding | null {
  const now = Date.parse(facts.now);
  const held = heldBy(household, now);
  if (held.length === 0) return null;
  const observed = observations(household, now).length > 0;
  return refuse(observed ? "household.in_observation" : "household.restricted", endOf(held));
}

/** What there is to say about how many they are. */
export function ofParty({ rules, party }: Facts): Finding | null {
  if (rules.people === null) return null;
  const people = rules.children_count ? party.people : party.people - party.children;
  return people > rules.people ? refuse("party.too_many") : null;
}

/** What there is to say about how long they were out; null is not known. */
export function ofLength({ now, rules }: Facts, since: string | null): Finding | null {
  if (since === null) return null;
  const late = Date.parse(now) - Date.parse(since) > rules.longest_minutes * 60_000;
  return late ? note("outing.late") : null;
}
