/**
 * The roster on disk is what the server sent: one full page and the pages of changes after it, in the
 * order in which they came. Writing a change costs one row, however large the roster is. (Two pages
 * may have one version: a gate that is sealed changes no household.)
 */

import { Roster } from "../core/roster";
import type { RosterPage } from "../core/types";
import { STRICT, type Database } from "./database";

/** This many pages of changes are folded into a full one. */
const FOLD_AFTER = 200;

/** The roster as it was when the device last heard from the office, or null. */
export async function loadRoster(database: Database): Promise<Roster | null> {
  let roster: Roster | null = null;
  for (const page of await database.getAll("roster")) {
    if (page.full || roster) roster = new Roster(page, roster);
  }
  return roster;
}

/** Keep a page; a full one replaces everything before it. */
export async function keepPage(database: Database, page: RosterPage): Promise<void> {
  const change = database.transaction("roster", "readwrite", STRICT);
  if (page.full) await change.store.clear();
  await change.store.add(page);
  await change.done;
  if (!page.full && (await database.count("roster")) > FOLD_AFTER) await fold(database);
}

async function fold(database: Database): Promise<void> {
  const pages = await database.getAll("roster");
  const [first, last] = [pages[0], pages.at(-1)];
  if (!first || !last) return;
  const households = new Map(pages.flatMap((page) => page.households).map((row) => [row[0], row]));
  const passes = new Map(pages.flatMap((page) => page.passes).map((row) => [row[0], row]));
  const whole = { ...last, full: true };
  whole.households = [...households.values()];
  whole.passes = [...passes.values()];
  await keepPage(database, whole);
}
