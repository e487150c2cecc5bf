/**
 * A small office in memory that speaks the device API, for tests and for looking at the screens. It
 * judges with the same core as the device, and can be told to be slow, silent, or unreasonable.
 */

import { generateKeyPairSync, pbkdf2Sync, sign } from "node:crypto";
import { encode } from "../src/core/base45";
import { UNDO_MS } from "../src/core/crossing";
import { hasPassed } from "../src/core/outside";
import { rulesAt } from "../src/core/rules";
import { hashOf, type DenialKind } from "../src/core/phone";
import { signedMessage } from "../src/core/token";
import { maskedName } from "../src/core/visit";
import type {
  Crossing,
  DenialRow,
  Guard,
  HouseholdRow,
  Instrument,
  PassKind,
  PassRow,
  RosterPage,
  RuleBody,
  RuleSet,
  SignOn,
  VehicleRow,
  VisitRow,
} from "../src/core/types";
import { Refused, type RosterAnswer } from "../src/sync/office";

const EPOCH_MINUTES = Date.UTC(2020, 0, 1) / 60_000;
const KINDS: Record<PassKind, number> = { household: 1, caregiver: 2, visitor: 3 };

/** Few, so that tests are quick; the product has 200,000. */
const ITERATIONS = 1_000;

export type Kept = { crossing: Crossing; body: string; answer: object };

const SALT = "0123456789abcdef0123456789abcdef";

export class TestOffice {
  readonly #keys = generateKeyPairSync("ed25519");
  readonly households = new Map<number, HouseholdRow>();
  readonly passes = new Map<number, PassRow>();
  readonly crossings = new Map<string, Kept>();
  readonly scans: object[] = [];
  readonly signOns = new Map<string, SignOn>();
  readonly versions = new Map<number, number>();
  readonly guards: Guard[] = [];
  /** One-time codes that staff made, and what became of them. */
  readonly codes = new Map<string, "fresh" | "used" | "expired">();
  gateName = "北门";
  rules = {
    fever_tenths: 373,
    cold_tenths: 350,
    longest_outing_minutes: 120,
    aging_minutes: 720,
    old_minutes: 1440,
    lease_days: 14,
    pin_iterations: ITERATIONS,
  };
  readonly ruleSets: RuleSet[] = [];
  readonly instruments: Instrument[] = [];
  readonly visits = new Map<string, VisitRow>();
  readonly denials: DenialRow[] = [];
  readonly vehicles: VehicleRow[] = [];
  /** Staff revoked the device: it may hand over, and nothing else. */
  revoked = false;
  ended = false;
  /** Who was out before the first crossing that came, by household. */
  readonly #before = new Map<number, number>();
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

  /** Rules in force from then on (epoch s): those of a compound without any, but for `change`. */
  setRules(change: Partial<RuleBody>, from = 0): void {
    const version = this.ruleSets.length + 1;
    this.ruleSets.push({ ...rulesAt([], this.rules, 0), ...change, version, from });
    this.touch(0);
  }

  /** A visit that is expected; with a pass of its own where `number` is given. */
  expect(id: string, household: number, from: number, until: number, number = 0): void {
    const times = [Math.floor(from / 1000), Math.floor(until / 1000)] as const;
    this.visits.set(id, [id, "e", household, "陈**", "repair", 1, ...times, 1, "", number, ""]);
    if (number) this.addPass(number, household, "visitor", "陈**");
    this.touch(0);
  }

  /** An entry of the deny list that is in force. */
  deny(kind: DenialKind, value: string): void {
    this.denials.push([this.denials.length + 1, kind, hashOf(SALT, kind, value), 0, 1]);
    this.touch(0);
  }

  register(...row: VehicleRow): void {
    this.vehicles.push(row);
    this.touch(0);
  }

  /** A guard who may sign on; the PIN is six digits. */
  addGuard(id: number, name: string, pin: string): void {
    const salt = Buffer.alloc(16, id);
    const verifier = pbkdf2Sync(pin, salt, this.rules.pin_iterations, 32, "sha256");
    this.guards.push({
      id,
      name,
      salt: salt.toString("base64url"),
      verifier: verifier.toString("base64url"),
    });
    this.touch(0);
  }

  removeGuard(id: number): void {
    this.guards.splice(this.guards.findIndex((guard) => guard.id === id), 1);
    this.touch(0);
  }

  /** Use up a code, as a phone that joins does. */
  useCode(code: string): void {
    const state = this.codes.get(code) ?? "unknown";
    if (state !== "fresh") throw new Refused(401, `code.${state}`, "");
    this.codes.set(code, "used");
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
      gate: { id: 1, name: this.gateName, state: this.gateState },
      compound: { id: 1, name: "棉四生活区", time_zone: "Asia/Shanghai" },
      staff: null,
      guards: [...this.guards],
      rules: this.rules,
      rule_sets: this.ruleSets,
      instruments: this.instruments,
      keys: [{ kid: 1, public: this.publicKey }],
      households: changed,
      passes: [...this.passes.values()].filter((pass) => ids.has(pass[4])),
      deny_salt: SALT,
      visits: [...this.visits.values()],
      denials: this.denials,
      vehicles: this.vehicles,
    };
  }

  /** What a device that asks is told; throws when it may not ask. */
  answer(since: number): RosterAnswer {
    if (this.ended) throw new Refused(401, "device.ended", "");
    if (this.revoked) throw new Refused(401, "device.revoked", "");
    const page = this.roster(since);
    return { page, etag: `"${this.version}"`, serverTime: null, retryAfterMs: null };
  }

  takeSignOns(signOns: SignOn[]): { id: string; status: "recorded" | "repeat" }[] {
    return signOns.map((one) => {
      const known = this.signOns.get(one.id);
      const isNew = !known || (known.ended_at === null && one.ended_at !== null);
      if (isNew) this.signOns.set(one.id, one);
      return { id: one.id, status: isNew ? "recorded" : "repeat" };
    });
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
    const problem = this.#undoProblem(crossing);
    const error = problem && { code: problem, message: "Staff will look at it." };
    const answer = error
      ? { id: crossing.id, status: "set_aside", error }
      : { id: crossing.id, status: "recorded" };
    this.crossings.set(crossing.id, { crossing, body, answer });
    const id = crossing.household_id ?? 0;
    if (!error && crossing.visit_id) this.#visit(crossing.visit_id, crossing);
    if (!error) this.#rebuild(id);
    return error ? answer : { ...answer, household: this.#outside(id) };
  }

  /** Opened by an entry, closed by an exit. */
  #visit(id: string, { visit, direction, undoes, ...rest }: Crossing): void {
    const made: VisitRow | null = visit
      ? [
          id,
          "e",
          visit.household_id ?? 0,
          maskedName(visit.name),
          visit.purpose,
          visit.party_size,
          0,
          Math.floor(Date.parse(visit.expected_until) / 1000),
          visit.host_confirmed ? 1 : 0,
          visit.plate,
          0,
          hashOf(SALT, "phone", visit.phone),
        ]
      : null;
    const row = this.visits.get(id) ?? made;
    if (!row) return;
    const went = hasPassed({ ...rest }) ? (direction === "entry" ? "i" : "l") : "r";
    this.visits.set(id, row.with(1, undoes ? "c" : went) as VisitRow);
    this.touch(0);
  }

  #undoProblem({ undoes, household_id, decided_at }: Crossing): string | null {
    const undone = undoes && this.crossings.get(undoes)?.crossing;
    if (!undone) return null;
    if (undone.household_id !== household_id) return "undo.not_yours";
    const since = Date.parse(decided_at) - Date.parse(undone.decided_at);
    if (undone.undoes) return "undo.not_possible";
    return since >= 0 && since <= UNDO_MS ? null : "undo.too_late";
  }

  /** Who is out follows from the crossings alone, in whichever order they came. */
  #rebuild(id: number): void {
    const row = this.households.get(id);
    if (!row) return;
    const taken = [...this.crossings.values()].filter(
      ({ answer }) => (answer as { status: string }).status === "recorded",
    );
    const undone = new Set(taken.map(({ crossing }) => crossing.undoes));
    const before = this.#before.get(id) ?? row[7];
    this.#before.set(id, before);
    const counted = taken
      .map(({ crossing }) => crossing)
      .filter((one) => one.household_id === id && !one.undoes && !undone.has(one.id))
      .filter((one) => !one.visit_id)
      .filter(hasPassed)
      .sort((a, b) => Date.parse(a.decided_at) - Date.parse(b.decided_at));
    const last = counted.at(-1);
    const outside = !last
      ? before
      : last.direction === "exit"
        ? Math.floor(Date.parse(last.decided_at) / 1000)
        : 0;
    this.households.set(id, row.with(7, outside) as HouseholdRow);
    this.touch(id);
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
