/** Puts crossings and refused scans on disk, and says so on the screen only afterwards. */

import { knowledgeAge } from "../core/age";
import { canUndo, newCrossing, refusedScan, undoing, type Knowledge } from "../core/crossing";
import type { Household } from "../core/roster";
import type { Crossing, Reason } from "../core/types";
import type { KeptCrossing } from "../store/database";
import type { Memory } from "./memory";
import type { Stage } from "./stage";
import { recentLines, scanLine, type Done, type Passage } from "./state";

const DONE_FOR_MS = 2_600;
const RECENT = 20;

export type RecorderHands = {
  memory: Memory;
  feedback: { recorded(): void; wrong(): void };
  now: () => number;
  /** There is something to send. */
  deliver: () => void;
};

export class Recorder {
  #doneCount = 0;
  #busy = false;

  constructor(
    private readonly stage: Stage,
    private readonly hands: RecorderHands,
  ) {}

  /**
   * Keep what was decided; resolves to whether the disk has it. A second press while the disk is at
   * work is the same press.
   */
  async keep(passage: Passage, override: Crossing["override"]): Promise<boolean> {
    const kept = await this.#put(this.#crossing(passage, override), ...about(passage));
    if (kept) this.#home();
    return kept;
  }

  /** Keep what was decided while the guard still looks at it: somebody else has to know at once. */
  async keepAtOnce(passage: Passage): Promise<boolean> {
    return this.#put(this.#crossing(passage, null), ...about(passage));
  }

  /** Take back the guard's own last crossing, as long as the two minutes last. */
  async undo(): Promise<void> {
    const { last } = this.stage.state;
    const now = this.hands.now();
    if (!last || !canUndo(last.crossing, this.#staffId, now)) return;
    if (await this.#put(undoing(now, last.crossing, this.#knowledge(null)), last.door)) this.#home();
  }

  async #put(
    crossing: Crossing,
    door: KeptCrossing["door"],
    pass?: Parameters<Memory["record"]>[2],
  ): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      await this.hands.memory.record(crossing, door, pass);
      this.#say(crossing, door);
      return true;
    } catch {
      // Full, or cleared behind our back: the screen stays as it is and says so.
      this.stage.set({ unkept: true });
      this.hands.feedback.wrong();
      return false;
    } finally {
      this.#busy = false;
    }
  }

  #home(): void {
    this.stage.home();
    this.hands.feedback.recorded();
  }

  /** A scan led to nobody: that it was refused is kept, what it said is not. */
  async keepScan(text: string, reason: Reason): Promise<void> {
    const scan = refusedScan(this.hands.now(), reason, text);
    await this.hands.memory.keepScan(scan);
    this.stage.set({ recent: [scanLine(scan), ...this.stage.state.recent].slice(0, RECENT) });
    this.hands.deliver();
  }

  /** Counts and lists as they are on disk. */
  async refresh(): Promise<void> {
    const { memory } = this.hands;
    const [counts, aside, last] = await Promise.all([
      memory.counts(),
      memory.aside(),
      memory.last(RECENT),
    ]);
    const scans = this.stage.state.recent.filter((line) => line.state === "scan");
    const recent = [...recentLines(last), ...scans].sort((a, b) => b.at - a.at).slice(0, RECENT);
    const undoable = last[0]?.state === "aside" ? null : (last[0] ?? null);
    const { waiting: unsent, aside: asideCount } = counts;
    this.stage.set({ unsent, aside, asideCount, recent, last: undoable });
  }

  #crossing(passage: Passage, override: Crossing["override"]): Crossing {
    const { roster } = this.hands.memory;
    const { outcome, reasons, until } = passage.verdict;
    return newCrossing(this.hands.now(), {
      ...this.#knowledge(passage),
      direction: passage.direction,
      method: passage.method,
      token: passage.token,
      number: passage.method === "number" ? passage.number : null,
      household_id: passage.household?.id ?? null,
      gate_id: roster?.gate.id ?? this.stage.state.credential?.gate.id ?? 0,
      reading_tenths: passage.reading,
      readings: passage.readings,
      party_size: passage.party,
      children: passage.children,
      exempt: passage.exempt,
      override,
      verdict: { outcome, reasons, until },
      rules_version: passage.rules.version,
      undoes: null,
      ...visitOf(passage),
    });
  }

  /** What this device knew, and whose hands it was in. */
  #knowledge(passage: Passage | null): Knowledge {
    const { heardAt, offset } = this.stage.state.line;
    const age = passage?.judge === "office" ? 0 : knowledgeAge(this.hands.now(), heardAt);
    return {
      roster_version: this.hands.memory.version(),
      knowledge_age_s: age / 1000,
      clock_offset_ms: offset,
      staff_id: this.#staffId,
    };
  }

  get #staffId(): number | null {
    return this.hands.memory.shift.current?.staff_id ?? null;
  }

  #say(crossing: Crossing, door: KeptCrossing["door"]): void {
    const done: Done = {
      id: ++this.#doneCount,
      direction: crossing.direction,
      outcome: crossing.verdict.outcome,
      reading: crossing.reading_tenths,
      door,
      override: crossing.override !== null,
      visitor: Boolean(crossing.visit_id),
      undone: crossing.undoes !== null,
    };
    this.stage.set({ unsent: this.stage.state.unsent + 1, done, unkept: false, last: null });
    setTimeout(() => this.#fade(done.id), DONE_FOR_MS);
    void this.refresh();
    this.hands.deliver();
  }

  #fade(id: number): void {
    if (this.stage.state.done?.id === id) this.stage.set({ done: null });
  }
}

/** The visit that it opens or closes, and the vehicle, as they are sent. */
function visitOf({ visit, vehicle }: Passage): Pick<Crossing, "visit_id" | "visit" | "vehicle"> {
  return {
    visit_id: visit?.visit.id ?? null,
    // They may have left the vehicle outside since they were asked.
    visit: visit?.shape ? { ...visit.shape, plate: vehicle?.plate ?? "" } : null,
    vehicle: vehicle && {
      plate: vehicle.plate,
      kind: vehicle.kind,
      disinfected: vehicle.disinfected,
    },
  };
}

/** Whose it is: the door, and the pass. */
function about({
  household,
  claims,
  pass,
}: Passage): [KeptCrossing["door"], Parameters<Memory["record"]>[2]?] {
  const shown = pass ?? claims ?? undefined;
  const door = household && doorOf(household);
  return shown ? [door, shown] : [door];
}

export function doorOf({ building, unit, room }: Household): NonNullable<KeptCrossing["door"]> {
  return { building, unit, room };
}
