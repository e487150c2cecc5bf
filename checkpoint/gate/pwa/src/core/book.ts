/** Every address by building and unit, for a card that was left at home. */

import type { Household } from "./roster";

/** Building, then unit, then room, each in the order in which a person would look for it. */
export type AddressBook = Map<string, Map<string, Household[]>>;

const inOrder = new Intl.Collator("zh", { numeric: true });

/** The book of everybody who lives here. */
export function addressBook(households: Iterable<Household>): AddressBook {
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

/** The book with what changed in it, or null when somebody came, left or moved: it is made anew. */
export function bookWith(
  book: AddressBook,
  before: ReadonlyMap<number, Household>,
  changed: Household[],
): AddressBook | null {
  if (!changed.every((one) => isSameDoor(before.get(one.id), one))) return null;
  for (const one of changed) {
    const rooms = book.get(one.building)?.get(one.unit) ?? [];
    const place = rooms.findIndex(({ id }) => id === one.id);
    if (place >= 0) rooms[place] = one;
  }
  return book;
}

function isSameDoor(before: Household | undefined, after: Household): boolean {
  return (
    before?.state === after.state &&
    before.building === after.building &&
    before.unit === after.unit &&
    before.room === after.room
  );
}
