/** From a scan, a number or an address to a passage with a verdict. No screen, no storage. */

import { isExtra, type Household, type Pass, type Roster } from "../core/roster";
import { phoneVerifier } from "../core/p256";
import { readCode, type CodeRead } from "../core/phone_token";
import type { Verify } from "../core/token";
import { rulesAt } from "../core/rules";
import type { Claims, Direction, Facts, ReadingTaken, TokenReason } from "../core/types";
import { decide, proposedDirection, togetherWith } from "../core/verdict";
import type { Judgement, Question } from "../sync/office";
import { visitFacts } from "../core/visit";
import type { Hold, Passage, VisitHere } from "./state";

/** What somebody showed or said: enough to find a pass and a household. */
export type Found = Pick<
  Passage,
  "method" | "token" | "number" | "claims" | "pass" | "household"
> & {
  refused: TokenReason | null;
  visit?: VisitHere | null;
};

/** What a scanned text leads to. */
export async function findByToken(text: string, roster: Roster, verify: Verify): Promise<Found> {
  const { claims: said, phone, reason } = await readCode(text, roster.keys, verify, byBrowser);
  const claims = said && withPhone(said, phone, roster);
  const found = findByNumber(claims?.number ?? null, roster);
  // The text of a foreign code is nobody's business; whose card a key once signed the office knows.
  const token = reason && !OF_SOME_KEY.has(reason) ? null : text;
  return { ...found, method: "scan", token, number: null, claims, refused: reason };
}

const OF_SOME_KEY: ReadonlySet<TokenReason> = new Set(["token.called_in", "token.unknown_key"]);
const byBrowser = phoneVerifier(globalThis.crypto?.subtle);

function withPhone(claims: Claims, phone: CodeRead["phone"], { unlinked }: Roster): Claims {
  return phone
    ? { ...claims, shown_at: phone.shown_at, unlinked: unlinked.has(phone.name) }
    : claims;
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

/** Whoever was waiting, as the roster knows them now. */
export function findAgain(hold: Hold, roster: Roster): Found {
  const household = roster.households.get(hold.householdId ?? 0) ?? null;
  const { method, token, number, claims, visit } = hold;
  const byDoor = household && method === "address" ? findByAddress(household, roster) : null;
  const found = byDoor ?? findByNumber(claims?.number ?? number, roster);
  // A code was fresh when they were sent to wait; it has had the time to grow old since.
  const then = claims && { ...claims, shown_at: null };
  return { ...found, method, token, number, claims: then, household, visit };
}

/** Whoever runs for their life: known to nobody, refused by every rule, and let through. */
export function nobody(roster: Roster, now: string): Passage {
  const unknown: Found = { ...findByNumber(null, roster), method: "address" };
  return passageOf(unknown, roster, now, "exit");
}

/** A passage as this device judges it, by itself. `now` is ISO 8601, of the office's clock. */
export function passageOf(
  found: Found,
  roster: Roster,
  now: string,
  direction: Direction | null,
): Passage {
  const way = direction ?? proposed(found);
  const rules = rulesAt(roster.ruleSets, roster.rules, Date.parse(now));
  const facts = { ...factsOf(found, roster, now, way), rules };
  const { refused: _, ...rest } = found;
  return {
    ...rest,
    visit: found.visit ?? null,
    ...NOTHING_SAID,
    direction: way,
    facts,
    rules,
    verdict: decide(facts),
    office: null,
    judge: "device",
    recorded: false,
  };
}

/** What the guard finds out, and does, once somebody stands there. */
export type Said = Pick<Passage, "party" | "children" | "exempt" | "readings" | "vehicle">;
const NOTHING_SAID: Said & Pick<Passage, "reading"> = {
  party: 1,
  children: 0,
  exempt: null,
  vehicle: null,
  readings: [],
  reading: null,
};

/** Whoever is out comes in; a visitor who is in goes out. */
function proposed({ visit, household, pass }: Found): Direction {
  if (visit) return visit.visit.state === "inside" ? "exit" : "entry";
  const since = isExtra(pass) ? pass?.outsideSince : household?.outsideSince;
  return proposedDirection(since != null);
}

/** The passage with what the guard found out in it, decided again. */
export function told(passage: Passage, said: Partial<Said>): Passage {
  const next = { ...passage, ...said };
  const children = Math.min(next.children, next.party);
  const facts: Facts = {
    ...passage.facts,
    party: { people: next.party, children },
    exempt: next.exempt,
    vehicle: next.vehicle && { kind: next.vehicle.kind, denied: next.vehicle.denied },
    readings: next.readings.map(({ tenths, instrument_id, taken_at }) => ({
      tenths,
      instrument: instrument_id,
      at: taken_at,
    })),
  };
  const verdict = next.office ? togetherWith(next.office, facts) : decide(facts);
  return { ...next, children, facts, verdict, reading: next.readings.at(-1)?.tenths ?? null };
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
        exits: passage.household?.exits ?? [],
      }
    : passage.household;
  const direction = answer.direction ?? passage.direction;
  const facts = { ...passage.facts, direction };
  const { verdict: office } = answer;
  const generation = Math.max(passage.pass?.generation ?? 0, answer.pass?.generation ?? 0);
  const pass = passage.pass && { ...passage.pass, generation };
  return told({ ...passage, pass, household, direction, facts, office, judge: "office" }, {});
}

/** As many readings as travel with a crossing. */
const MOST_READINGS = 4;

/** The passage once one more temperature was taken. The first one is never dropped. */
export function measured(passage: Passage, reading: ReadingTaken): Passage {
  const [first, ...others] = [...passage.readings, reading];
  if (!first) return passage;
  return told(passage, { readings: [first, ...others.slice(1 - MOST_READINGS)] });
}

/** What to ask the office about `found`, or null when its answer could change nothing. */
export function questionOf(found: Found, direction: Direction): Question | null {
  // Of its visits this device knows as much as the office, and what happened here before it.
  if (found.visit) return null;
  if (found.refused && found.refused !== "token.unknown_key") return null;
  const question: Question = { method: found.method, direction };
  if (found.token !== null) question.token = found.token;
  else if (found.method === "number" && found.number !== null) question.number = found.number;
  else if (found.household) question.household_id = found.household.id;
  else return null;
  return question;
}

function factsOf(
  found: Found,
  roster: Roster,
  now: string,
  direction: Direction,
): Omit<Facts, "rules"> {
  const { pass, household } = found;
  return {
    now,
    direction,
    gate: {
      state: roster.gate.state,
      compound_id: roster.compound.id,
      time_zone: roster.compound.time_zone,
      instruments: roster.instruments.length,
    },
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
      exits: household.exits.map(([at]) => new Date(at * 1000).toISOString()),
    },
    party: { people: 1, children: 0 },
    exempt: null,
    readings: [],
    visit: found.visit ? visitFacts(found.visit, roster, Date.parse(now)) : null,
    vehicle: null,
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
    ...(isExtra(pass) ? extraFacts(pass) : {}),
  };
}

function extraFacts({ limits, outsideSince }: Pass) {
  return {
    limits,
    outside: outsideSince !== null,
    outside_since: outsideSince ? iso(outsideSince) : null,
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
