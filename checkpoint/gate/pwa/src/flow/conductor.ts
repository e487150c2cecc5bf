/**
 * The conductor: it takes what happens at the gate (a scan, a press, an answer) and says what is shown.
 * The views are mute, the core is pure, the store and the office are at its hands.
 */

import { knowledgeAge } from "../core/age";
import { MAX_PARTY, newCrossing, plainLine, refusedScan } from "../core/crossing";
import { looksLikeNumber, readNumber } from "../core/number";
import { isWhole, pressed, readKeypad } from "../core/reading";
import type { Household, Roster } from "../core/roster";
import { stripped, type Verify } from "../core/token";
import type { Crossing, Direction, OverrideReason, Reason } from "../core/types";
import type { KeptCrossing } from "../store/database";
import type { Office } from "../sync/office";
import type { Memory } from "./memory";
import * as passages from "./passages";
import {
  NEW_STATE,
  readingReason,
  reasonOf,
  recentOf,
  type Done,
  type KeypadProblem,
  type Passage,
  type Recent,
  type Screen,
  type State,
} from "./state";

/** The office is given this long; after that the verdict of the device stands. */
export const PATIENCE_MS = 800;
/** A normal reading records itself after this long: time enough to see a wrong digit. */
export const RECORD_AFTER_MS = 900;
const DONE_FOR_MS = 2_600;
const RECENT = 20;

/** What the guard hears and feels. */
export type Feedback = {
  verdict(passage: Passage): void;
  recorded(): void;
  key(): void;
  wrong(): void;
};

export type Hands = {
  memory: Memory;
  office: Pick<Office, "judge">;
  verify: Verify;
  feedback: Feedback;
  now: () => number;
  /** There is something to send. */
  deliver: () => void;
};

export class Conductor {
  state: State = NEW_STATE;
  #listeners = new Set<() => void>();
  #recordTimer: ReturnType<typeof setTimeout> | undefined;
  #doneCount = 0;
  #recording = false;

  constructor(private readonly hands: Hands) {}

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  show(screen: Screen): void {
    clearTimeout(this.#recordTimer);
    this.set({ screen });
  }

  // Who stands there.

  /** A text from the camera or from a scanner that types. `frameAt`: when the camera saw it. */
  async scanned(text: string, typed = false): Promise<void> {
    if (!this.#mayScan()) return;
    const roster = this.#roster();
    const read = typed ? stripped(text) : text;
    if (typed && looksLikeNumber(read)) return this.lookUpNumber(read);
    const found = await passages.findByToken(read, roster, this.hands.verify);
    const passage = await this.#open(found, null);
    if (!passage.household) await this.#keepScan(text, reasonOf(passage.verdict));
  }

  /** It led to nobody: that a scan was refused is kept, what it said is not. */
  async #keepScan(text: string, reason: Reason): Promise<void> {
    const scan = await refusedScan(this.hands.now(), reason, text);
    await this.hands.memory.keepScan(scan);
    this.#remember(scan);
    this.hands.deliver();
  }

  /** A pass number as typed, with its check digit. */
  async lookUpNumber(text: string): Promise<void> {
    const read = readNumber(text);
    if ("reason" in read) {
      this.hands.feedback.wrong();
      return this.show({ name: "lookup", problem: read.reason });
    }
    await this.#open(passages.findByNumber(read.number, this.#roster()), null);
  }

  async lookUpHousehold(household: Household): Promise<void> {
    await this.#open(passages.findByAddress(household, this.#roster()), null);
  }

  /** The other way: out instead of in, or in instead of out. */
  async turn(direction: Direction): Promise<void> {
    const passage = this.#passage();
    if (!passage || passage.direction === direction) return;
    const refused = passage.facts.token.reason;
    await this.#open({ ...passage, refused }, direction, passage.party);
  }

  setParty(party: number): void {
    const { screen } = this.state;
    if (screen.name !== "verdict") return;
    const clamped = Math.min(MAX_PARTY, Math.max(1, party));
    this.show({ ...screen, passage: { ...screen.passage, party: clamped } });
  }

  async #open(
    found: passages.Found,
    direction: Direction | null,
    party = 1,
  ): Promise<Passage> {
    const roster = this.#roster();
    const current = { ...found, household: this.hands.memory.household(found.household) };
    const local = {
      ...passages.passageOf(current, roster, this.#trueTime(), direction),
      party,
    };
    this.show({ name: "judging", door: local.household });
    const passage = await this.#ask(current, local);
    this.show({ name: "verdict", passage });
    this.hands.feedback.verdict(passage);
    return passage;
  }

  /** The office's verdict if it comes in time, else the one that this device reached. */
  async #ask(found: passages.Found, local: Passage): Promise<Passage> {
    const question = passages.questionOf(found, local.direction);
    if (!question || !this.state.line.reachable) return local;
    try {
      return passages.judged(local, await this.hands.office.judge(question, PATIENCE_MS));
    } catch {
      // The next scan does not wait again: the courier finds out when the office is back.
      this.set({ line: { ...this.state.line, reachable: false } });
      this.hands.deliver();
      return local;
    }
  }

  // The temperature.

  measure(): void {
    const passage = this.#passage();
    if (passage) this.show({ name: "keypad", passage, typed: "", problem: null });
  }

  /** A key of the keypad: a digit, ".", or "back". */
  press(key: string): void {
    const { screen } = this.state;
    if (screen.name !== "keypad") return;
    if (!/^([0-9.]|back)$/.test(key)) return this.#keypadProblem("reading.letters");
    this.hands.feedback.key();
    const typed = pressed(screen.problem ? "" : screen.typed, key);
    this.show({ ...screen, typed, problem: null });
    if (isWhole(typed)) this.#weigh(typed);
  }

  /** The figure stands: a normal one records itself, any other needs a look. */
  #weigh(typed: string): void {
    const reading = readKeypad(typed);
    if ("problem" in reading) return this.#keypadProblem(reading.problem);
    this.#recordTimer = setTimeout(() => void this.record(), RECORD_AFTER_MS);
  }

  #keypadProblem(problem: KeypadProblem): void {
    const { screen } = this.state;
    if (screen.name !== "keypad") return;
    this.hands.feedback.wrong();
    this.show({ ...screen, problem });
  }

  // The record.

  /** Record what the screen shows; a high or low reading is shown first. */
  async record(): Promise<void> {
    const { screen } = this.state;
    if (screen.name === "verdict") return this.#keep(screen.passage, null);
    if (screen.name !== "keypad") return;
    const reading = readKeypad(screen.typed);
    if ("problem" in reading) return this.#keypadProblem(reading.problem);
    const passage = passages.measured(screen.passage, reading.tenths);
    if (!readingReason(passage)) return this.#keep(passage, null);
    this.show({ name: "verdict", passage });
    this.hands.feedback.verdict(passage);
  }

  /** Nobody has a thermometer that works: the gate goes on, and the record says that there is none. */
  async recordWithoutReading(): Promise<void> {
    const { screen } = this.state;
    if (screen.name === "keypad") await this.#keep(screen.passage, null);
  }

  /** A refusal that was taken note of. It is kept, so that a fever at the gate reaches the office. */
  async accept(): Promise<void> {
    const passage = this.#passage();
    if (passage?.household) await this.#keep(passage, null);
    else this.show({ name: "scan" });
  }

  async override(reason: OverrideReason, note = ""): Promise<void> {
    const passage = this.#passage();
    if (passage) await this.#keep(passage, { reason, note: plainLine(note) });
  }

  /** Life first: one press, with or without a pass in hand, and it is on record. */
  async emergency(): Promise<void> {
    const passage = this.#passage() ?? this.#nobody();
    if (passage) await this.#keep(passage, { reason: "emergency", note: "" });
  }

  async #keep(passage: Passage, override: Crossing["override"]): Promise<void> {
    if (this.#recording) return;
    this.#recording = true;
    clearTimeout(this.#recordTimer);
    try {
      const crossing = newCrossing(this.hands.now(), this.#parts(passage, override));
      const door = passage.household;
      await this.hands.memory.record(crossing, door && doorOf(door));
      this.#recorded(crossing, door && doorOf(door));
    } finally {
      this.#recording = false;
    }
  }

  #parts(passage: Passage, override: Crossing["override"]): Omit<Crossing, "id" | "decided_at"> {
    const age = passage.judge === "office" ? 0 : this.#age() / 1000;
    return {
      direction: passage.direction,
      method: passage.method,
      token: passage.token,
      number: passage.method === "number" ? passage.number : null,
      household_id: passage.household?.id ?? null,
      gate_id: this.#roster().gate.id,
      reading_tenths: passage.reading,
      party_size: passage.party,
      override,
      verdict: passage.verdict,
      roster_version: this.#roster().version,
      knowledge_age_s: age,
    };
  }

  #recorded(crossing: Crossing, door: KeptCrossing["door"]): void {
    const { outcome } = crossing.verdict;
    const done: Done = {
      id: ++this.#doneCount,
      direction: crossing.direction,
      outcome,
      reading: crossing.reading_tenths,
      door,
      emergency: crossing.override?.reason === "emergency",
      override: crossing.override !== null,
    };
    this.set({ unsent: this.state.unsent + 1, done });
    this.show({ name: "scan" });
    this.hands.feedback.recorded();
    setTimeout(() => this.#fade(done.id), DONE_FOR_MS);
    void this.refresh();
    this.hands.deliver();
  }

  #fade(id: number): void {
    if (this.state.done?.id === id) this.set({ done: null });
  }

  #remember(scan: { id: string; at: string; reason: Reason }): void {
    const line: Recent = {
      id: scan.id,
      at: Date.parse(scan.at),
      door: null,
      direction: "exit",
      outcome: "refuse",
      reason: scan.reason,
      reading: null,
      override: false,
      state: "scan",
    };
    this.set({ recent: [line, ...this.state.recent].slice(0, RECENT) });
  }

  /** Counts and lists as they are on disk. */
  async refresh(): Promise<void> {
    const { memory } = this.hands;
    const [unsent, aside, last] = await Promise.all([
      memory.unsent(),
      memory.aside(),
      memory.last(RECENT),
    ]);
    const scans = this.state.recent.filter((line) => line.state === "scan");
    const recent = [...last.map(recentOf), ...scans].sort((a, b) => b.at - a.at).slice(0, RECENT);
    this.set({ unsent, aside, recent });
  }

  /** What a hand typed on a real keyboard. */
  key(key: string): void {
    const { screen } = this.state;
    if (key === "Escape" && screen.name !== "scan") return this.#stepBack();
    if (screen.name === "verdict" && /^[0-9]$/.test(key) && screen.passage.verdict.outcome !== "refuse") {
      this.measure();
      return this.press(key);
    }
    if (screen.name !== "keypad") return;
    if (key === "Backspace") return this.press("back");
    if (key === "Enter") return void this.record();
    if (key.length === 1 && key !== " ") this.press(key);
  }

  #stepBack(): void {
    const { screen } = this.state;
    if (screen.name === "keypad" || screen.name === "override") {
      this.show({ name: "verdict", passage: screen.passage });
    } else if (screen.name === "verdict" || screen.name === "lookup" || screen.name === "menu") {
      this.show({ name: "scan" });
    }
  }

  /** Whether somebody of the household is out, as far as is known here. */
  isOutside(household: Household): boolean {
    return this.hands.memory.household(household)?.outsideSince != null;
  }

  // What is known.

  #mayScan(): boolean {
    const { screen } = this.state;
    return screen.name === "scan" || screen.name === "lookup";
  }

  #passage(): Passage | null {
    const { screen } = this.state;
    return "passage" in screen ? screen.passage : null;
  }

  #nobody(): Passage | null {
    const roster = this.hands.memory.roster;
    if (!roster) return null;
    const unknown = { ...passages.findByNumber(null, roster), method: "address" as const };
    return passages.passageOf(unknown, roster, this.#trueTime(), "exit");
  }

  #roster(): Roster {
    const { roster } = this.hands.memory;
    if (!roster) throw new Error("no roster yet");
    return roster;
  }

  #age(): number {
    return knowledgeAge(this.hands.now(), this.state.line.heardAt);
  }

  /** The time by the office's clock, as well as this device knows it. */
  #trueTime(): string {
    return new Date(this.hands.now() + this.state.line.offset).toISOString();
  }
}

function doorOf({ building, unit, room }: Household): NonNullable<KeptCrossing["door"]> {
  return { building, unit, room };
}
