/**
 * The roster of this device: what it needs in order to decide alone. Applied from the pages that the
 * server sends, read by pass number or by address. Names in it are masked by the server already.
 */

import type { Gate, HouseholdRow, PassKind, PassRow, RosterPage, Rules } from "./types";

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
};

export type Pass = {
  number: number;
  kind: PassKind;
  generation: number;
  state: "active" | "revoked";
  householdId: number;
  validUntil: number | null;
  holder: string;
};

/** Building, then unit, then room, each in the order in which a person would look for it. */
export type AddressBook = Map<string, Map<string, Household[]>>;

const inOrder = new Intl.Collator("zh", { numeric: true });

export class Roster {
  readonly version: number;
  readonly gate: Gate;
  readonly compound: RosterPage["compound"];
  readonly staff: RosterPage["staff"];
  readonly rules: Rules;
  readonly keys: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  readonly households: ReadonlyMap<number, Household>;
  readonly passes: ReadonlyMap<number, Pass>;
  #book: AddressBook | null = null;

  /** The roster that `page` makes of `before`; a full page needs none. */
  constructor(page: RosterPage, before: Roster | null = null) {
    this.version = page.version;
    this.gate = page.gate;
    this.compound = page.compound;
    this.staff = page.staff;
    this.rules = page.rules;
    this.keys = new Map(page.keys.map((key) => [key.kid, fromBase64url(key.public)]));
    const known = page.full ? null : before;
    this.households = merged(known?.households, page.households.map(household));
    this.passes = merged(known?.passes, page.passes.map(pass), (one) => one.number);
  }

  /** Every address by building and unit, made when somebody first looks for one. */
  get book(): AddressBook {
    this.#book ??= addressBook(this.households.values());
    return this.#book;
  }

  /** The pass that speaks for a whole household, for a card that was left at home. */
  passOf(householdId: number): Pass | null {
    let found: Pass | null = null;
    for (const one of this.passes.values()) {
      if (one.householdId !== householdId || one.state !== "active") continue;
      if (one.kind === "household") return one;
      found ??= one;
    }
    return found;
  }
}

function merged<Row extends { id: number } | { number: number }>(
  before: ReadonlyMap<number, Row> | undefined,
  rows: Row[],
  keyOf: (row: Row) => number = (row) => (row as { id: number }).id,
): Map<number, Row> {
  const all = new Map(before);
  for (const row of rows) all.set(keyOf(row), row);
  return all;
}

function household(row: HouseholdRow): Household {
  const [id, building, unit, room, name, members, state, outside] = row;
  return {
    id,
    building,
    unit,
    room,
    name,
    members,
    state: state === "a" ? "active" : "gone",
    outsideSince: outside ? outside * 1000 : null,
  };
}

function pass(row: PassRow): Pass {
  const [number, kind, generation, state, householdId, until, holder] = row;
  return {
    number,
    kind,
    generation,
    // Whatever is not plainly active does not open a gate.
    state: state === "a" ? "active" : "revoked",
    householdId,
    validUntil: until ? until * 1000 : null,
    holder,
  };
}

function addressBook(households: Iterable<Household>): AddressBook {
  const sorted = [...households].filter((one) => one.state === "active").sort(byAddress);
  const book: AddressBook = new Map();
  for (const one of sorted) {
    const units = book.get(one.building) ?? new Map<string, Household[]>();
    const rooms = units.get(one.unit) ?? [];
    rooms.push(one);
    units.set(one.unit, rooms);
    book.set(one.building, units);
  }
  return book;
}

function byAddress(a: Household, b: Household): number {
  return (
    inOrder.compare(a.building, b.building) ||
    inOrder.compare(a.unit, b.unit) ||
    inOrder.compare(a.room, b.room)
  );
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
