/**
 * A small office in memory that speaks the device API, for tests and for looking at the screens. It
 * judges with the same core as the device, and can be told to be slow, silent, or unreasonable.
 */

import { generateKeyPairSync, sign } from "node:crypto";
import { encode } from "../src/core/base45";
import { outsideAfter, hasPassed } from "../src/core/outside";
import { signedMessage } from "../src/core/token";
import type { Crossing, HouseholdRow, PassKind, PassRow, RosterPage } from "../src/core/types";

const EPOCH_MINUTES = Date.UTC(2020, 0, 1) / 60_000;
const KINDS: Record<PassKind, number> = { household: 1, caregiver: 2, visitor: 3 };

export type Kept = { crossing: Crossing; body: string; answer: object };

export class TestOffice {
  readonly #keys = generateKeyPairSync("ed25519");
  readonly households = new Map<number, HouseholdRow>();
  readonly passes = new Map<number, PassRow>();
  readonly crossings = new Map<string, Kept>();
  readonly scans: object[] = [];
  readonly versions = new Map<number, number>();
  gateState: "open" | "sealed" = "open";
  version = 1;
  /** What every crossing with such an id is answered with, instead of being taken. */
  readonly unwanted = new Map<string, "conflict" | "set_aside">();
  refuseAll = false;

  /** A household with its pass; the number of the pass is 3,184,400 and its id. */
  add(id: number, address: [string, string, string], name = "王**", members = 3): void {
    this.households.set(id, [id, ...address, name, members, "a", 0]);
    this.addPass(3_184_400 + id, id, "household");
  }

  addPass(number: number, household: number, kind: PassKind, holder = ""): void {
    this.passes.set(number, [number, kind, 1, "a", household, 0, holder]);
    this.touch(household);
  }

  touch(household: number): void {
    this.versions.set(household, ++this.version);
  }

  /** A card of a pass, as its code says it. */
  token(
    number: number,
    claims: { generation?: number; from?: number; until?: number; kid?: number } = {},
  ): string {
    const pass = this.passes.get(number);
    const octets = Buffer.alloc(14);
    octets.writeUInt8(KINDS[pass?.[1] ?? "household"], 0);
    octets.writeUInt8(claims.kid ?? 1, 1);
    octets.writeUInt32BE(number, 2);
    octets.writeUInt16BE(claims.generation ?? 1, 6);
    octets.writeUIntBE(minutes(claims.from ?? Date.UTC(2020, 1, 1)), 8, 3);
    octets.writeUIntBE(claims.until ? minutes(claims.until) : 0, 11, 3);
    const signature = sign(null, signedMessage(octets), this.#keys.privateKey);
    return `P1:${encode(Buffer.concat([octets, signature]))}`;
  }

  roster(since: number): RosterPage | null {
    if (since === this.version) return null;
    const changed = [...this.households.values()].filter(
      ([id]) => (this.versions.get(id) ?? 0) > since,
    );
    const ids = new Set(changed.map(([id]) => id));
    return {
      version: this.version,
      full: since === 0,
      server_time: new Date().toISOString(),
      gate: { id: 1, name: "北门", state: this.gateState },
      compound: { id: 1, name: "棉四生活区", time_zone: "Asia/Shanghai" },
      staff: { id: 3, name: "王队长" },
      rules: { fever_tenths: 373, cold_tenths: 350, longest_outing_minutes: 120 },
      keys: [{ kid: 1, public: this.publicKey }],
      households: changed,
      passes: [...this.passes.values()].filter((pass) => ids.has(pass[4])),
    };
  }

  /** Take crossings, each by itself: a repeat gets its first answer before anything else is looked at. */
  take(crossings: Crossing[]): object[] {
    return crossings.map((crossing) => {
      const body = JSON.stringify(crossing);
      const known = this.crossings.get(crossing.id);
      if (known && known.body !== body) return { id: crossing.id, status: "conflict" };
      if (known) return { ...known.answer, status: "repeat" };
      const unwanted = this.refuseAll ? "set_aside" : this.unwanted.get(crossing.id);
      if (unwanted)
        return {
          id: crossing.id,
          status: unwanted,
          error: { code: "crossing.unwanted", message: "Staff will look at it." },
        };
      return this.#record(crossing, body);
    });
  }

  #record(crossing: Crossing, body: string): object {
    const id = crossing.household_id ?? 0;
    const row = this.households.get(id);
    if (row && hasPassed(crossing)) {
      const outside = outsideAfter([{ crossing }]).get(id) ?? 0;
      this.households.set(id, row.with(7, Math.floor(outside / 1000)) as HouseholdRow);
      this.touch(id);
    }
    const answer = { id: crossing.id, status: "recorded", household: this.#outside(id) };
    this.crossings.set(crossing.id, { crossing, body, answer });
    return answer;
  }

  #outside(id: number): { id: number; outside_since: string | null } | null {
    const since = this.households.get(id)?.[7];
    if (since === undefined) return null;
    return { id, outside_since: since ? new Date(since * 1000).toISOString() : null };
  }

  get publicKey(): string {
    return this.#keys.publicKey.export({ format: "jwk" }).x ?? "";
  }
}

function minutes(time: number): number {
  return Math.floor(time / 60_000) - EPOCH_MINUTES;
}
