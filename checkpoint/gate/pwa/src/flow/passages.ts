/** From a scan, a number or an address to a passage with a verdict. No screen, no storage. */

import type { Household, Pass, Roster } from "../core/roster";
import { readToken, type Verify } from "../core/token";
import type { Direction, Facts, TokenReason } from "../core/types";
import { decide, proposedDirection, withReading } from "../core/verdict";
import type { Judgement, Question } from "../sync/office";
import type { Passage } from "./state";

/** What somebody showed or said: enough to find a pass and a household. */
export type Found = Pick<
  Passage,
  "method" | "token" | "number" | "claims" | "pass" | "household"
> & {
  refused: TokenReason | null;
};

/** What a scanned text leads to. */
export async function findByToken(text: string, roster: Roster, verify: Verify): Promise<Found> {
  const { claims, reason } = await readToken(text, roster.keys, verify);
  const found = findByNumber(claims?.number ?? null, roster);
  // The text of a foreign code is nobody's business; a token of an unknown key the office may know.
  const token = reason && reason !== "token.unknown_key" ? null : text;
  return { ...found, method: "scan", token, number: null, claims, refused: reason };
}

/** What a pass number (without its check digit) leads to. */
export function findByNumber(number: number | null, roster: Roster): Found {
  const pass = number === null ? null : (roster.passes.get(number) ?? null);
  return {
    method: "number",
    token: null,
    number,
    claims: null,
    pass,
    household: pass ? (roster.households.get(pass.householdId) ?? null) : null,
    refused: null,
  };
}

/** What a door leads to: a card that was left at home. */
export function findByAddress(household: Household, roster: Roster): Found {
  const pass = roster.passOf(household.id);
  return {
    method: "address",
    token: null,
    number: null,
    claims: null,
    pass,
    household,
    refused: null,
  };
}

/** Whoever runs for their life: known to nobody, refused by every rule, and let through. */
export function nobody(roster: Roster, now: string): Passage {
  const unknown: Found = { ...findByNumber(null, roster), method: "address" };
  return passageOf(unknown, roster, now, "exit");
}

/** A passage as this device judges it, by itself. `now` is ISO 8601. */
export function passageOf(
  found: Found,
  roster: Roster,
  now: string,
  direction: Direction | null,
): Passage {
  const way = direction ?? proposedDirection(found.household?.outsideSince != null);
  const facts = factsOf(found, roster, now, way);
  const verdict = decide(facts);
  const { refused: _, ...rest } = found;
  return {
    ...rest,
    direction: way,
    party: 1,
    facts,
    verdict,
    bare: verdict,
    judge: "device",
    reading: null,
  };
}

/** The passage with the office's answer in it: its verdict stands over that of the device. */
export function judged(passage: Passage, answer: Judgement): Passage {
  const view = answer.household;
  const household: Household | null = view
    ? {
        id: view.id,
        building: view.building,
        unit: view.unit,
        room: view.room,
        name: view.masked_name,
        members: view.members,
        state: passage.household?.state ?? "active",
        outsideSince: view.outside_since ? Date.parse(view.outside_since) : null,
        restrictions: passage.household?.restrictions ?? [],
        notices: passage.household?.notices ?? [],
      }
    : passage.household;
  const direction = answer.direction ?? passage.direction;
  const facts = { ...passage.facts, direction };
  const { verdict } = answer;
  return { ...passage, household, direction, facts, verdict, bare: verdict, judge: "office" };
}

/** The passage once a temperature was taken, in tenths of a degree Celsius. */
export function measured(passage: Passage, reading: number): Passage {
  const facts = { ...passage.facts, reading_tenths: reading };
  return { ...passage, facts, reading, verdict: withReading(passage.bare, facts) };
}

/** What to ask the office about `found`, or null when its answer could change nothing. */
export function questionOf(found: Found, direction: Direction): Question | null {
  if (found.refused && found.refused !== "token.unknown_key") return null;
  const question: Question = { method: found.method, direction };
  if (found.token !== null) question.token = found.token;
  else if (found.method === "number" && found.number !== null) question.number = found.number;
  else if (found.household) question.household_id = found.household.id;
  else return null;
  return question;
}

function factsOf(found: Found, roster: Roster, now: string, direction: Direction): Facts {
  const { pass, household } = found;
  return {
    now,
    direction,
    gate: { state: roster.gate.state, compound_id: roster.compound.id },
    rules: roster.rules,
    token: { reason: found.refused },
    claims: found.claims,
    method: found.method,
    pass: pass && passFacts(pass, roster.compound.id),
    household: household && {
      id: household.id,
      state: household.state,
      outside: household.outsideSince !== null,
      outside_since: iso(household.outsideSince),
      restrictions: household.restrictions,
    },
    reading_tenths: null,
  };
}

function passFacts(pass: Pass, compoundId: number): Facts["pass"] {
  return {
    compound_id: compoundId,
    kind: pass.kind,
    state: pass.state,
    generation: pass.generation,
    valid_until: iso(pass.validUntil),
    household_id: pass.householdId,
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
