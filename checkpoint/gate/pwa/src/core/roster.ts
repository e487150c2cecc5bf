/**
 * The roster of this device: what it needs in order to decide alone. Applied from the pages that the
 * server sends, read by pass number or by address. Names in it are masked by the server already.
 */

import { fromBase64url } from "./base64url";
import { addressBook, bookWith, type AddressBook } from "./book";
import type { Keys } from "./token";
import type {
  ExitRow,
  ExtraRow,
  Gate,
  Guard,
  HouseholdRow,
  Instrument,
  Limits,
  PassKind,
  PassRow,
  Restriction,
  RosterPage,
  Rules,
  RuleSet,
} from "./types";
import { denialOf, vehicleOf, visitOf, type Denial, type Vehicle, type Visit } from "./visit";

export type Household = {
  id: number;
  building: string;
  unit: string;
  room: string;
  name: string;
  members: number;
  state: "active" | "gone";
  /** Milliseconds since 1970, null while everybody is in. */
  outsideSince: number | null;
  restrictions: Restriction[];
  /** What the guard tells the household, if anything. */
  notices: string[];
  /** The exits that count as outings. */
  exits: readonly ExitRow[];
};

export type Pass = {
  number: number;
  kind: PassKind;
  generation: number;
  state: "active" | "revoked";
  householdId: number;
  validUntil: number | null;
  holder: string;
  limits: Limits | null;
  /** Of an extra pass: since when (ms) its holder is outside, 0 where nobody knows; null is inside. */
  outsideSince: number | null;
};

/** Whether a pass stands for its holder alone, who comes and goes as the household does not. */
export function isExtra(pass: Pass | null): boolean {
  return pass?.kind === "caregiver";
}

export class Roster {
  readonly version: number;
  readonly gate: Gate;
  readonly compound: RosterPage["compound"];
  readonly staff: RosterPage["staff"];
  readonly guards: readonly Guard[];
  readonly rules: Rules;
  /** In force, and to come; none from an office that knows none. */
  readonly ruleSets: readonly RuleSet[];
  /** The thermometers of this gate. */
  readonly instruments: readonly Instrument[];
  readonly keys: Keys;
  readonly households: Map<number, Household>;
  readonly passes: Map<number, Pass>;
  /** The names of phones that show their pass no more. */
  readonly unlinked: Set<string>;
  readonly visits: Map<string, Visit>;
  /** The deny list, by the ids of its entries, and the salt of its hashes. */
  readonly denials: Map<number, Denial>;
  readonly denySalt: string;
  /** The register of vehicles, by plate. */
  readonly vehicles: Map<string, Vehicle>;
  #book: AddressBook | null = null;

  /**
   * The roster that `page` makes of `before`; a full page needs none. A page of changes takes over the
   * rows of `before`, which holds them as well from then on: a hundred thousand are not copied.
   */
  constructor(page: RosterPage, before: Roster | null = null) {
    this.version = page.version;
    this.gate = page.gate;
    this.compound = page.compound;
    this.staff = page.staff;
    this.guards = page.guards;
    this.rules = page.rules;
    this.ruleSets = page.rule_sets ?? NONE;
    this.instruments = page.instruments ?? NONE;
    this.keys = new Map([
      ...(page.called_in ?? NONE).map((kid) => [kid, null] as const),
      ...page.keys.map((key) => [key.kid, fromBase64url(key.public)] as const),
    ]);
    const known = page.full ? null : before;
    this.households = known?.households ?? new Map();
    this.passes = known?.passes ?? new Map();
    this.unlinked = known?.unlinked ?? new Set();
    for (const [name, linked] of page.phones ?? NONE) {
      if (linked) this.unlinked.delete(name);
      else this.unlinked.add(name);
    }
    this.visits = known?.visits ?? new Map();
    this.denials = known?.denials ?? new Map();
    this.denySalt = page.deny_salt ?? "";
    this.vehicles = known?.vehicles ?? new Map();
    const changed = page.households.map(household);
    const book = known ? known.#book : null;
    this.#book = book && bookWith(book, this.households, changed);
    for (const one of changed) this.households.set(one.id, one);
    for (const one of page.passes.map(pass)) this.passes.set(one.number, one);
    for (const row of page.visits ?? NONE) this.visits.set(row[0], visitOf(row));
    for (const row of page.denials ?? NONE) this.denials.set(row[0], denialOf(row));
    for (const row of page.vehicles ?? NONE) this.vehicles.set(row[0], vehicleOf(row));
  }

  /** Every address by building and unit, made when somebody first looks for one. */
  get book(): AddressBook {
    this.#book ??= addressBook(this.households.values());
    return this.#book;
  }

  /** The pass of a whole household, for a card that was left at home: no other speaks for it. */
  passOf(householdId: number): Pass | null {
    for (const one of this.passes.values()) {
      const isTheirs = one.householdId === householdId && one.kind === "household";
      if (isTheirs && one.state === "active") return one;
    }
    return null;
  }
}

function household(row: HouseholdRow): Household {
  const [id, building, unit, room, name, members, state, outside, orders] = row;
  return {
    id,
    building,
    unit,
    room,
    name,
    members,
    state: state === "a" ? "active" : "gone",
    outsideSince: outside ? outside * 1000 : null,
    restrictions: orders?.restrictions?.map(restriction) ?? NONE,
    notices: orders?.notices ?? NONE,
    exits: orders?.exits ?? NONE,
  };
}

/** Shared by the many households that nothing is said about. */
const NONE: never[] = [];

function restriction([kind, since, until]: [string, number, number]): Restriction {
  return { kind, since: iso(since), until: until ? iso(until) : null };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function pass(row: PassRow): Pass {
  const [number, kind, generation, state, householdId, until, holder, extra] = row;
  return {
    number,
    kind,
    generation,
    // Whatever is not plainly active does not open a gate.
    state: state === "a" ? "active" : "revoked",
    householdId,
    validUntil: until ? until * 1000 : null,
    holder,
    limits: extra?.limits ?? null,
    outsideSince: outsideOf(extra),
  };
}

/** Who lives elsewhere is outside until they first come; anybody else is in until they go out. */
function outsideOf(extra: ExtraRow | undefined): number | null {
  if (extra?.outside === undefined) return extra?.limits?.home === "elsewhere" ? 0 : null;
  return extra.outside ? extra.outside * 1000 : null;
}
