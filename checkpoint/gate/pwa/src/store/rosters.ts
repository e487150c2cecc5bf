/**
 * The roster on disk is what the server sent: one full page and the pages of changes after it, each
 * sealed by the vault. Writing a change costs one record, however large the roster is. (Two pages may
 * have one version: a gate that is sealed changes no household.)
 */

import { Roster } from "../core/roster";
import type { RosterPage } from "../core/types";
import { STRICT, type Database } from "./database";
import type { Vault } from "./vault";

/** So many pages of changes are folded into a full one, or a fiftieth of the households. */
const FOLD_AFTER = 200;
const FOLD_SHARE = 50;

/** The roster as it was when the device last heard from the office, or null. */
export async function loadRoster(database: Database, vault: Vault): Promise<Roster | null> {
  let roster: Roster | null = null;
  for (const page of await pagesIn(database, vault)) {
    if (page.full || roster) roster = new Roster(page, roster);
  }
  return roster;
}

/** Keep a page; a full one replaces everything before it. */
export async function keepPage(database: Database, vault: Vault, page: RosterPage): Promise<void> {
  const last = await lastNumber(database);
  const number = last + 1;
  const sealed = await vault.seal(nameOf(number), page);
  const change = database.transaction("pages", "readwrite", STRICT);
  if (page.full) await change.store.clear();
  await change.store.add(sealed, number);
  await change.done;
}

/** Fold the pages into one when they have become many: reading them at the start takes its time. */
export async function foldPages(
  database: Database,
  vault: Vault,
  households: number,
): Promise<void> {
  const many = Math.max(FOLD_AFTER, households / FOLD_SHARE);
  if ((await database.count("pages")) <= many) return;
  const pages = await pagesIn(database, vault);
  const last = pages.at(-1);
  if (last) await keepPage(database, vault, folded(pages, last));
}

function folded(pages: RosterPage[], last: RosterPage): RosterPage {
  const households = new Map(pages.flatMap((page) => page.households).map((row) => [row[0], row]));
  const passes = new Map(pages.flatMap((page) => page.passes).map((row) => [row[0], row]));
  const visits = new Map(pages.flatMap((page) => page.visits ?? []).map((row) => [row[0], row]));
  const denials = new Map(pages.flatMap((page) => page.denials ?? []).map((row) => [row[0], row]));
  const vehicles = new Map(
    pages.flatMap((page) => page.vehicles ?? []).map((row) => [row[0], row]),
  );
  const phones = new Map(pages.flatMap((page) => page.phones ?? []).map((row) => [row[0], row]));
  return {
    ...last,
    full: true,
    households: [...households.values()],
    passes: [...passes.values()],
    // Of those that are over a device hears once.
    visits: [...visits.values()].filter(([, state]) => state === "e" || state === "i"),
    denials: [...denials.values()].filter((row) => row[4] === 1),
    vehicles: [...vehicles.values()].filter((row) => row[3] === 1),
    phones: [...phones.values()].filter((row) => row[1] === 0),
  };
}

async function pagesIn(database: Database, vault: Vault): Promise<RosterPage[]> {
  const reading = database.transaction("pages");
  const [numbers, sealed] = await Promise.all([
    reading.store.getAllKeys(),
    reading.store.getAll(),
  ]);
  return Promise.all(
    sealed.map((one, index) => vault.unseal<RosterPage>(nameOf(numbers[index] ?? 0), one)),
  );
}

async function lastNumber(database: Database): Promise<number> {
  const cursor = await database.transaction("pages").store.openKeyCursor(null, "prev");
  return cursor?.key ?? 0;
}

function nameOf(number: number): string {
  return `page ${number}`;
}
