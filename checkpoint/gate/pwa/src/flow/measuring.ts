/**
 * The temperature: which thermometer, three digits, and what follows from them. A normal one records
 * itself; a high one is held until it was measured again; a fever is told to the office at once.
 */

import { corrected, isWhole, pressed, readKeypad } from "../core/reading";
import type { Instrument, ReadingTaken } from "../core/types";
import { keep } from "../store/database";
import type { Holding } from "./holding";
import { measured } from "./passages";
import type { Recorder, RecorderHands } from "./recorder";
import type { Stage } from "./stage";
import {
  isUnsettled,
  readingReason,
  reasonOf,
  type KeypadProblem,
  type KeypadScreen,
  type Passage,
} from "./state";

/** A normal reading records itself after this long: time enough to see a wrong digit. */
export const RECORD_AFTER_MS = 900;

type Hands = Pick<RecorderHands, "memory" | "now"> & {
  feedback: { verdict(passage: Passage): void; key(): void; wrong(): void };
};
/** Puts a passage on record, and ends the wait of whoever waited. */
type Keep = (passage: Passage) => Promise<void>;

export class Measuring {
  constructor(
    private readonly stage: Stage,
    private readonly hands: Hands,
    private readonly recorder: Recorder,
    private readonly holding: Holding,
    private readonly keep: Keep,
  ) {}

  start(passage: Passage): void {
    const instrument = this.#instrumentFor(passage);
    this.stage.show({ name: "keypad", passage, typed: "", problem: null, instrument });
  }

  /** Which thermometer is in hand: one press, and the device remembers it as its own. */
  choose(instrument: number): void {
    const screen = this.#screen;
    if (!screen) return;
    this.stage.show({ ...screen, typed: "", problem: null, instrument });
    // The other one, for a second reading, is a guest.
    if (isUnsettled(screen.passage)) return;
    const settings = { ...this.stage.state.settings, instrument };
    this.stage.set({ settings });
    void keep(this.hands.memory.database, "settings", settings).catch(() => undefined);
  }

  /** The thermometers of this gate. */
  get instruments(): readonly Instrument[] {
    return this.hands.memory.roster?.instruments ?? [];
  }

  /** A key of the keypad: a digit, ".", or "back". */
  press(key: string): void {
    const screen = this.#screen;
    if (!screen || this.lacksInstrument(screen)) return;
    if (!/^([0-9.]|back)$/.test(key)) return this.#problem("reading.letters");
    this.hands.feedback.key();
    const typed = pressed(screen.problem ? "" : screen.typed, key);
    this.stage.show({ ...screen, typed, problem: null });
    if (isWhole(typed)) this.#weigh(typed);
  }

  /** Nothing can be measured before it is known with what. */
  lacksInstrument({ instrument }: KeypadScreen): boolean {
    return instrument === null && this.instruments.length > 1;
  }

  /** Take what was typed: recorded if nothing is wrong with it, shown otherwise. */
  async take(): Promise<void> {
    const screen = this.#screen;
    if (!screen || this.lacksInstrument(screen)) return;
    const reading = this.#read(screen.typed);
    if ("problem" in reading) return this.#problem(reading.problem);
    const passage = measured(screen.passage, this.#taken(reading.tenths, screen.instrument));
    if (!readingReason(passage)) return this.keep(passage);
    await this.#holdUp(passage);
  }

  /** Nobody has a thermometer that works: the gate goes on, and the record says that there is none. */
  async skip(): Promise<void> {
    const screen = this.#screen;
    if (screen && !isUnsettled(screen.passage)) await this.keep(screen.passage);
  }

  /** A reading that is off is shown. Who has to rest is put on the list, a fever is told at once. */
  async #holdUp(passage: Passage): Promise<void> {
    this.stage.show({ name: "verdict", passage });
    this.hands.feedback.verdict(passage);
    if (isUnsettled(passage)) return this.holding.add(passage);
    const { outcome } = passage.verdict;
    if (reasonOf(passage.verdict) !== "reading.fever" || outcome !== "refuse") return;
    if (!(await this.recorder.keepAtOnce(passage))) return;
    await this.holding.release(passage);
    const { screen } = this.stage.state;
    if (screen.name === "verdict" && screen.passage === passage) {
      this.stage.show({ name: "verdict", passage: { ...passage, recorded: true } });
    }
  }

  /** Known without asking: the only one, or for a first reading the device's own. */
  #instrumentFor(passage: Passage): number | null {
    const [first, ...others] = this.instruments;
    if (others.length === 0) return first?.id ?? null;
    const own = this.instruments.find(({ id }) => id === this.stage.state.settings.instrument);
    return isUnsettled(passage) ? null : (own?.id ?? null);
  }

  /** The figure is whole: soon it is recorded, or shown for a second look. */
  #weigh(typed: string): void {
    const reading = this.#read(typed);
    if ("problem" in reading) return this.#problem(reading.problem);
    this.stage.after(RECORD_AFTER_MS, () => void this.take());
  }

  /** What was typed as it counts: with what the instrument shows too little. */
  #read(typed: string): ReturnType<typeof readKeypad> {
    const reading = readKeypad(typed);
    const offset = this.offsetOf(this.#screen?.instrument ?? null);
    return "problem" in reading ? reading : corrected(reading.tenths, offset);
  }

  #taken(tenths: number, instrument: number | null): ReadingTaken {
    const at = this.hands.now() + this.stage.state.line.offset;
    return {
      tenths,
      offset_tenths: this.offsetOf(instrument),
      instrument_id: instrument,
      taken_at: new Date(at).toISOString(),
    };
  }

  /** What an instrument shows too little today, in tenths. */
  offsetOf(instrument: number | null): number {
    return this.instruments.find(({ id }) => id === instrument)?.offset_tenths ?? 0;
  }

  #problem(problem: KeypadProblem): void {
    this.hands.feedback.wrong();
    if (this.#screen) this.stage.show({ ...this.#screen, problem });
  }

  get #screen(): KeypadScreen | null {
    const { screen } = this.stage.state;
    return screen.name === "keypad" ? screen : null;
  }
}
