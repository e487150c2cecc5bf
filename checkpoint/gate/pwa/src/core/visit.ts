/**
 * Visits as this device knows them: the roster's, and on top of them what happened at this gate and is
 * not in the roster yet. And whom the deny list means, by hashes alone.
 */

import { hasPassed, type Pending } from "./outside";
import { hashOf, normalisedName, type DenialKind } from "./phone";
import type {
  Crossing,
  DenialRow,
  Purpose,
  VehicleKind,
  VehicleRow,
  VisitFacts,
  VisitRow,
  VisitShape,
} from "./types";

/** Times in milliseconds since 1970; the name is masked. */
export type Visit = {
  id: string;
  state: VisitFacts["state"];
  householdId: number | null;
  name: string;
  purpose: Purpose;
  people: number;
  since: number | null;
  until: number;
  confirmed: boolean;
  plate: string;
  passNumber: number | null;
  phoneHash: string;
};

export type Denial = { kind: DenialKind; hash: string; until: number | null; active: boolean };
export type Vehicle = {
  plate: string;
  kind: VehicleKind;
  householdId: number | null;
  active: boolean;
};
/** What is known of somebody, each normalised, or "". */
export type Traits = { phone: string; plate: string; name: string };

const STATES = {
  e: "expected",
  i: "inside",
  l: "left",
  c: "cancelled",
  r: "refused",
} as const satisfies Record<VisitRow[1], Visit["state"]>;

export function visitOf(row: VisitRow): Visit {
  const [id, state, householdId, name, purpose, people, since, until, confirmed, ...rest] = row;
  const [plate, passNumber, phoneHash] = rest;
  return {
    id,
    // What this device does not understand opens nothing.
    state: STATES[state] ?? "cancelled",
    householdId: householdId || null,
    name,
    purpose,
    people,
    since: since ? since * 1000 : null,
    until: until * 1000,
    confirmed: confirmed === 1,
    plate,
    passNumber: passNumber || null,
    phoneHash,
  };
}

export function denialOf([, kind, hash, until, active]: DenialRow): Denial {
  return { kind, hash, until: until ? until * 1000 : null, active: active === 1 };
}

export function vehicleOf([plate, kind, householdId, active]: VehicleRow): Vehicle {
  return { plate, kind, householdId: householdId || null, active: active === 1 };
}

/** Whether the deny list means somebody: `maybe` where it is the name alone. `now` in milliseconds. */
export function deniedBy(
  denials: Iterable<Denial>,
  hashes: Traits,
  now: number,
): VisitFacts["denied"] {
  let found: VisitFacts["denied"] = "no";
  for (const { kind, hash, until, active } of denials) {
    if (!active || !hash || hash !== hashes[kind] || (until !== null && now >= until)) continue;
    if (kind !== "name") return "yes";
    found = "maybe";
  }
  return found;
}

/** The facts of a visit; `shape` is there where it was registered just now. `now` in milliseconds. */
export function visitFacts(
  { visit, shape }: { visit: Visit; shape: VisitShape | null },
  { denials, denySalt: salt }: { denials: ReadonlyMap<number, Denial>; denySalt: string },
  now: number,
): VisitFacts {
  const known = hashesOf(salt, { phone: "", plate: visit.plate, name: nameOf(shape) });
  const hashes = { ...known, phone: visit.phoneHash };
  return {
    state: visit.state,
    denied: deniedBy(denials.values(), hashes, now),
    confirmed: visit.confirmed,
    purpose: visit.purpose,
    since: visit.since === null ? null : new Date(visit.since).toISOString(),
    until: new Date(visit.until).toISOString(),
  };
}

function nameOf(shape: VisitShape | null): string {
  return shape ? normalisedName(shape.name) : "";
}

/** A visit that is being registered. It has no beginning: they are here. */
export function newVisit(id: string, shape: VisitShape, salt: string): Visit {
  return {
    id,
    state: "expected",
    householdId: shape.household_id,
    name: maskedName(shape.name),
    purpose: shape.purpose,
    people: shape.party_size,
    since: null,
    until: Date.parse(shape.expected_until),
    confirmed: shape.host_confirmed !== "",
    plate: shape.plate,
    passNumber: null,
    phoneHash: hashOf(salt, "phone", shape.phone),
  };
}

/** The hashes of what is known of somebody. */
export function hashesOf(salt: string, { phone, plate, name }: Traits): Traits {
  return {
    phone: hashOf(salt, "phone", phone),
    plate: hashOf(salt, "plate", plate),
    name: hashOf(salt, "name", name),
  };
}

/** A name as others may see it. */
export function maskedName(name: string): string {
  const [first = ""] = name;
  return /^[\p{L}\p{N}]/u.test(first) ? `${first}**` : name;
}

/** Every visit as it is now: the roster's, and what happened here since. */
export function visitsNow(
  known: ReadonlyMap<string, Visit>,
  pending: Iterable<Pending>,
  salt: string,
): Map<string, Visit> {
  const here = [...pending].map((one) => one.crossing).filter((one) => one.visit_id);
  const present = new Set(here.map(({ id }) => id));
  const undone = new Set(here.map(({ undoes }) => undoes).filter((id) => id && present.has(id)));
  const visits = new Map(known);
  const counted = here.filter(({ id, undoes }) => !undone.has(id) && !(undoes && undone.has(undoes)));
  for (const crossing of counted.sort((a, b) => at(a) - at(b))) lay(visits, crossing, salt);
  return visits;
}

function lay(visits: Map<string, Visit>, crossing: Crossing, salt: string): void {
  const id = crossing.visit_id ?? "";
  const visit = visits.get(id) ?? registered(id, crossing.visit, salt);
  if (visit) visits.set(id, { ...visit, state: stateAfter(visit.state, crossing) });
}

function registered(id: string, shape: Crossing["visit"], salt: string): Visit | null {
  return shape ? newVisit(id, shape, salt) : null;
}

function stateAfter(before: Visit["state"], crossing: Crossing): Visit["state"] {
  const { direction, undoes } = crossing;
  // What was taken back is in the roster already: it leads back to before.
  if (undoes) return direction === "entry" ? "expected" : "inside";
  if (hasPassed(crossing)) return direction === "entry" ? "inside" : "left";
  return direction === "entry" && crossing.visit ? "refused" : before;
}

/** Those who are inside, the one who should have left first on top. */
export function insideOf(visits: Iterable<Visit>): Visit[] {
  return [...visits].filter(({ state }) => state === "inside").sort((a, b) => a.until - b.until);
}

/** Those who may still come at `now`, the first of them on top. */
export function expectedOf(visits: Iterable<Visit>, now: number): Visit[] {
  return [...visits]
    .filter(({ state, until }) => state === "expected" && now < until)
    .sort((a, b) => (a.since ?? 0) - (b.since ?? 0));
}

function at(crossing: Crossing): number {
  return Date.parse(crossing.decided_at);
}
