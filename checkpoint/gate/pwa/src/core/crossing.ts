/** The record of one entry or exit, made once and never changed: the server keeps a hash of it. */

import { sha256 } from "@noble/hashes/sha2.js";
import type { Crossing, RefusedScan, Reason, SignOn } from "./types";

export const MAX_PARTY = 20;
export const MAX_NOTE = 200;

/** A crossing with an id of its own, decided at `at` by the clock of this device. */
export function newCrossing(at: number, parts: Omit<Crossing, "id" | "decided_at">): Crossing {
  const age = Number.isFinite(parts.knowledge_age_s) ? parts.knowledge_age_s : NEVER_S;
  return {
    ...parts,
    id: uuid(),
    decided_at: new Date(at).toISOString(),
    knowledge_age_s: Math.round(age),
    clock_offset_ms: Math.round(parts.clock_offset_ms),
    ...partyOf(parts),
  };
}

function partyOf({ party_size, children }: Pick<Crossing, "party_size" | "children">) {
  const people = Math.min(MAX_PARTY, Math.max(1, party_size));
  return { party_size: people, children: Math.min(people, Math.max(0, children ?? 0)) };
}

/** A crossing can be taken back for so long. */
export const UNDO_MS = 120_000;

/** What a device knew when it decided, and whose hands it was in. */
export type Knowledge = Pick<
  Crossing,
  "roster_version" | "knowledge_age_s" | "clock_offset_ms" | "staff_id"
>;

/** The record that takes `undone` back: the same way of the same household, and nothing measured. */
export function undoing(
  at: number,
  undone: Crossing,
  parts: Knowledge,
): Crossing {
  const { id, ...same } = undone;
  return newCrossing(at, {
    ...same,
    ...parts,
    undoes: id,
    reading_tenths: null,
    readings: [],
    override: null,
    verdict: { outcome: "admit", reasons: ["crossing.undone"] },
  });
}

/** Whether the guard `staffId` may still take `crossing` back at `now`. */
export function canUndo(crossing: Crossing, staffId: number | null, now: number): boolean {
  const since = now - Date.parse(crossing.decided_at);
  return (
    crossing.undoes === null && crossing.staff_id === staffId && since >= 0 && since < UNDO_MS
  );
}

/** A guard's time at this device, from `at` on. */
export function newSignOn(at: number, staffId: number): SignOn {
  return { id: uuid(), staff_id: staffId, at: new Date(at).toISOString(), ended_at: null };
}

/** A note in one line, without the characters that move the rest of a line about. */
export function plainLine(note: string): string {
  return note.replace(MOVING, " ").replace(/ +/g, " ").trim().slice(0, MAX_NOTE);
}

/** Control characters and changes of direction: the office refuses them. */
const MOVING = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Ten years: a device that never heard from the office. JSON has no infinity. */
const NEVER_S = 315_360_000;

/** A refused scan as it may leave the device: nothing of the text itself. */
export function refusedScan(at: number, reason: Reason, text: string): RefusedScan {
  const octets = new TextEncoder().encode(text);
  return {
    id: uuid(),
    at: new Date(at).toISOString(),
    reason,
    length: octets.length,
    sample: hex(sha256(octets).subarray(0, 4)),
  };
}

/** A random UUID, version 4; also where `randomUUID` is missing. */
export function uuid(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  return hex(octets).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
