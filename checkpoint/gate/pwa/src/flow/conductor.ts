/**
 * The conductor: it takes what happens at the gate (a scan, a press, an answer) and says what is shown.
 * The views are mute, the core is pure, the store and the office are at its hands.
 */

import { MAX_PARTY, plainLine } from "../core/crossing";
import { looksLikeNumber, readNumber } from "../core/number";
import type { Household, Roster } from "../core/roster";
import { stripped, type Verify } from "../core/token";
import type { Direction, ExemptReason, OverrideReason, VehicleShape } from "../core/types";
import type { Office } from "../sync/office";
import * as passages from "./passages";
import { bareRoster } from "./bare";
import { Guessing } from "./guessing";
import { Holding } from "./holding";
import { Measuring } from "./measuring";
import { Recorder, type RecorderHands } from "./recorder";
import { Signing } from "./signing";
import { Stage } from "./stage";
import { Visiting } from "./visiting";
import { isUnsettled, reasonOf, type NumberProblem, type Passage } from "./state";

/** The office is given this long; after that the verdict of the device stands. */
export const PATIENCE_MS = 800;

/** What the guard hears and feels. */
export type Feedback = {
  verdict(passage: Passage): void;
  recorded(): void;
  key(): void;
  wrong(): void;
  /** Somebody who was to be measured again has rested. */
  ready?(): void;
  /** A number that can't be right, read back as it was typed. */
  aloud?(digits: string): void;
};

export type Hands = RecorderHands & {
  office: Pick<Office, "judge"> & Partial<Pick<Office, "earlier" | "askHost">>;
  verify: Verify;
  feedback: Feedback;
};

export class Conductor extends Stage {
  readonly recorder: Recorder;
  readonly signing: Signing;
  readonly holding: Holding;
  readonly guessing: Guessing;
  readonly measuring: Measuring;
  readonly visiting: Visiting;

  constructor(private readonly hands: Hands) {
    super();
    this.recorder = new Recorder(this, hands);
    this.signing = new Signing(this, hands);
    this.holding = new Holding(this, hands);
    this.guessing = new Guessing(this, hands);
    this.visiting = new Visiting(this, hands, this.recorder, (...given) => this.#open(...given));
    const keep = (passage: Passage): Promise<void> => this.#keep(passage);
    this.measuring = new Measuring(this, hands, this.recorder, this.holding, keep);
  }

  // Who stands there.

  /** A text from the camera, or from a scanner that types. */
  async scanned(text: string, typed = false): Promise<void> {
    const { name } = this.state.screen;
    const roster = this.hands.memory.roster;
    if (!roster || (name !== "scan" && name !== "lookup")) return;
    const read = typed ? stripped(text) : text;
    if (typed && looksLikeNumber(read)) return this.lookUpNumber(read);
    const found = await passages.findByToken(read, roster, this.hands.verify);
    // A disk that is full must not keep anybody waiting: the card in hand is judged all the same.
    if (found.claims) void this.hands.memory.see(found.claims).catch(() => undefined);
    const passage = await this.#open(found, null);
    if (!passage.household) await this.recorder.keepScan(text, reasonOf(passage.verdict));
  }

  /** A pass number as typed, with its check digit. */
  async lookUpNumber(text: string): Promise<void> {
    if (this.guessing.closedUntil) return this.#mistyped("number.closed");
    const read = readNumber(text);
    if ("reason" in read) return this.#mistyped(read.reason, text);
    const found = passages.findByNumber(read.number, this.#roster());
    await this.guessing.saw(await this.#open(found, null));
  }

  #mistyped(problem: NumberProblem, text?: string): void {
    this.hands.feedback.wrong();
    if (text && problem === "number.check_digit") this.hands.feedback.aloud?.(text);
    this.show({ name: "lookup", problem });
  }

  async lookUpHousehold(household: Household): Promise<void> {
    await this.#open(passages.findByAddress(household, this.#roster()), null);
  }

  /** The other way: out instead of in, or in instead of out. */
  async turn(direction: Direction): Promise<void> {
    const passage = this.#passage();
    if (!passage || passage.direction === direction) return;
    const refused = passage.facts.token.reason;
    const { party, children, vehicle } = passage;
    await this.#open({ ...passage, refused }, direction, { party, children, vehicle });
  }

  /** How many pass, and how many of them are children: it is decided again at once. */
  setParty(party: number, children?: number): void {
    const clamped = Math.min(MAX_PARTY, Math.max(1, party));
    const young = children ?? this.#passage()?.children ?? 0;
    this.#decideAgain({ party: clamped, children: Math.min(clamped, Math.max(0, young)) });
  }

  /** Why the count of outings and the night closure do not bind them; null takes it back. */
  exempt(exempt: ExemptReason | null): void {
    this.#decideAgain({ exempt });
  }

  /** Take up with somebody who was waiting to be measured again. */
  async resume(id: string): Promise<void> {
    const hold = this.holding.get(id);
    const roster = this.hands.memory.roster;
    if (!hold || !roster || this.isServing) return;
    await this.#open(passages.findAgain(hold, roster), hold.direction, hold);
  }

  /** The vehicle that they come with, or none; shown with the verdict. */
  setVehicle(vehicle: VehicleShape | null): void {
    const { screen } = this.state;
    if (screen.name === "vehicle") this.show({ name: "verdict", passage: screen.passage });
    this.#decideAgain({ vehicle: vehicle && this.visiting.vehicleHere(vehicle) });
  }

  #decideAgain(said: Partial<passages.Said>): void {
    const { screen } = this.state;
    if (screen.name !== "verdict") return;
    const passage = passages.told(screen.passage, said);
    this.show({ ...screen, passage });
    if (passage.verdict.outcome !== screen.passage.verdict.outcome) {
      this.hands.feedback.verdict(passage);
    }
  }

  /** Whether somebody of the household is out, as far as is known here. */
  isOutside(household: Household): boolean {
    return this.hands.memory.household(household)?.outsideSince != null;
  }

  async #open(
    found: passages.Found,
    direction: Direction | null,
    said: Partial<passages.Said> = {},
  ): Promise<Passage> {
    const { memory } = this.hands;
    const household = memory.household(found.household);
    const visit = found.visit ?? this.visiting.ofPass(found.claims?.number ?? found.pass?.number);
    const current = { ...found, household, pass: memory.pass(found.pass), visit };
    const local = passages.passageOf(current, this.#roster(), this.#trueTime(), direction);
    this.show({ name: "judging", door: local.household });
    const judged = await this.#ask(current, local);
    const passage = passages.told(judged, this.#known(judged, said));
    // The device was taken off its gate meanwhile.
    if (this.state.screen.name !== "judging") return passage;
    this.show({ name: "verdict", passage });
    this.hands.feedback.verdict(passage);
    return passage;
  }

  /** What is known of them already: whoever waits to be measured again is not new to the gate. */
  #known(passage: Passage, said: Partial<passages.Said>): Partial<passages.Said> {
    const hold = this.holding.of(passage);
    if (!hold) return said;
    const { party, children, exempt, vehicle, readings } = hold;
    return { party, children, exempt, vehicle, ...said, readings };
  }

  /** The office's verdict if it comes in time, else the one that this device reached. */
  async #ask(found: passages.Found, local: Passage): Promise<Passage> {
    const question = passages.questionOf(found, local.direction);
    if (!question || !this.state.line.reachable) return local;
    // What happened here a moment ago the office has not heard: it would answer from before.
    if (local.household && this.hands.memory.isAhead(local.household.id)) return local;
    try {
      return passages.judged(local, await this.hands.office.judge(question, PATIENCE_MS));
    } catch {
      // The next scan does not wait again: the courier finds out when the office is back.
      this.set({ line: { ...this.state.line, reachable: false } });
      this.hands.deliver();
      return local;
    }
  }

  // The temperature, and the record.

  measure(): void {
    const passage = this.#passage();
    if (passage) this.measuring.start(passage);
  }

  press(key: string): void {
    this.measuring.press(key);
  }

  /** Record what the screen shows; a high or low reading is shown first. */
  async record(): Promise<void> {
    const { screen } = this.state;
    if (screen.name === "keypad") return this.measuring.take();
    if (screen.name !== "verdict") return;
    // Who is held goes nowhere before the second reading, but home.
    const { direction, visit } = screen.passage;
    if (isUnsettled(screen.passage) && (direction === "exit" || visit)) return;
    await this.#keep(screen.passage);
  }

  /** Keep what was decided; whoever was waiting waits no more. */
  async #keep(passage: Passage, override: Override = null): Promise<void> {
    if (await this.recorder.keep(passage, override)) await this.holding.release(passage);
  }

  /** They are not going out: a refusal that was taken note of, or a wait that nobody had time for. */
  async accept(): Promise<void> {
    const passage = this.#passage();
    if (!(passage?.household || passage?.visit) || passage.recorded) return this.home();
    const verdict = { ...passage.verdict, outcome: "refuse" as const };
    await this.#keep({ ...passage, verdict });
  }

  async override(reason: OverrideReason, note = ""): Promise<void> {
    const passage = this.#passage();
    if (passage) await this.#keep(passage, { reason, note: plainLine(note) });
  }

  /** Life first: one press, with or without a pass in hand, and it is on record. */
  async emergency(): Promise<void> {
    const { credential } = this.state;
    const roster = this.hands.memory.roster ?? (credential && bareRoster(credential));
    if (!roster) return;
    const passage = this.#passage() ?? passages.nobody(roster, this.#trueTime());
    await this.#keep(passage, { reason: "emergency", note: "" });
  }

  /** Take back what was recorded last. */
  async undo(): Promise<void> {
    if (this.state.screen.name === "scan") await this.recorder.undo();
  }

  // Keys and steps.

  /** What a hand typed on a real keyboard. */
  key(key: string): void {
    const { screen } = this.state;
    if (key === "Escape") return this.stepBack();
    if (screen.name === "scan" && /^u$/i.test(key)) return void this.undo();
    if (screen.name === "sign-on") {
      return void this.signing.press(key === "Backspace" ? "back" : key);
    }
    if (screen.name === "verdict" && /^[0-9]$/.test(key) && canMeasure(screen.passage)) {
      this.measure();
      return this.press(key);
    }
    if (screen.name !== "keypad") return;
    if (key === "Backspace") return this.press("back");
    if (key === "Enter") return void this.record();
    if (key.length === 1 && key !== " ") this.press(key);
  }

  stepBack(): void {
    const { screen } = this.state;
    const { name } = screen;
    if (name === "keypad" || name === "override" || name === "vehicle") {
      this.show({ name: "verdict", passage: screen.passage });
    } else if (name === "visitor" && screen.part !== "form") this.visiting.turnTo("form");
    else if (name === "sign-on") this.signing.over();
    else if (HOMEWARD.has(name) && !(name === "verdict" && this.visiting.again(screen.passage))) {
      this.home();
    }
  }

  #passage(): Passage | null {
    const { screen } = this.state;
    return "passage" in screen ? screen.passage : null;
  }

  #roster(): Roster {
    const { roster } = this.hands.memory;
    if (!roster) throw new Error("nobody is judged without a roster");
    return roster;
  }

  /** The time by the office's clock, as well as this device knows it. */
  #trueTime(): string {
    return new Date(this.hands.now() + this.state.line.offset).toISOString();
  }
}

/** Where a step back leads to the camera. */
const HOMEWARD: ReadonlySet<string> = new Set(["verdict", "lookup", "menu", "visitor", "visits"]);

type Override = Parameters<Recorder["keep"]>[1];

/** Whether a temperature may change anything: not for who is refused for another reason. */
function canMeasure(passage: Passage): boolean {
  return passage.verdict.outcome !== "refuse";
}
