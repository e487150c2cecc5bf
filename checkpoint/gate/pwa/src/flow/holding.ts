/**
 * Who waits to be measured again: on disk as soon as a reading is high, so that a restart loses nobody;
 * off the list once they were recorded, whichever way.
 */

import { uuid } from "../core/crossing";
import { keep, kept } from "../store/database";
import type { Memory } from "./memory";
import { isUnsettled, type Hold, type Passage, type State } from "./state";

type Stage = { state: Pick<State, "holds" | "line">; set(change: { holds: Hold[] }): void };
type Hands = { memory: Memory; now: () => number; feedback: { ready?(): void } };

export class Holding {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly hands: Hands,
  ) {}

  /** Bring back those who were waiting before this start. */
  async restore(): Promise<void> {
    this.stage.set({ holds: (await kept(this.hands.memory.database, "holds")) ?? [] });
    this.#callWhenReady();
  }

  /** Whoever waits and is the same as in `passage`. */
  of({ household, direction, visit }: Subject): Hold | null {
    const { holds } = this.stage.state;
    if (visit) return holds.find((one) => one.visit?.visit.id === visit.visit.id) ?? null;
    if (!household) return null;
    return (
      holds.find(
        (one) => !one.visit && one.householdId === household.id && one.direction === direction,
      ) ?? null
    );
  }

  get(id: string): Hold | null {
    return this.stage.state.holds.find((one) => one.id === id) ?? null;
  }

  /** Put somebody on the list, or keep what is known of them up to date. */
  async add(passage: Passage): Promise<void> {
    if (!isUnsettled(passage)) return;
    const known = this.of(passage);
    const hold = holdOf(passage, known?.id ?? uuid(), this.#readyAt(passage, known));
    const others = this.stage.state.holds.filter(({ id }) => id !== hold.id);
    await this.#keep([...others, hold]);
  }

  /** They were recorded. */
  async release(passage: Subject): Promise<void> {
    const hold = this.of(passage);
    if (!hold) return;
    await this.#keep(this.stage.state.holds.filter(({ id }) => id !== hold.id));
  }

  /** When it makes sense to measure again, by the clock of this device. */
  #readyAt({ verdict }: Passage, known: Hold | null): number {
    // Whole, because timers are: a fraction of a millisecond early would be a call too many.
    if (verdict.until) return Math.ceil(Date.parse(verdict.until) - this.stage.state.line.offset);
    return known?.readyAt ?? this.hands.now();
  }

  /** A sound when somebody has rested: the guard looks at the queue, not at the list. */
  #callWhenReady(): void {
    clearTimeout(this.#timer);
    const now = this.hands.now();
    const next = this.stage.state.holds.find(({ readyAt }) => readyAt > now);
    if (!next) return;
    this.#timer = setTimeout(() => {
      this.hands.feedback.ready?.();
      this.#callWhenReady();
    }, next.readyAt - now);
  }

  /** Shown at once, whatever the disk says: nobody is forgotten because it is full. */
  async #keep(holds: Hold[]): Promise<void> {
    this.stage.set({ holds: holds.sort((a, b) => a.readyAt - b.readyAt) });
    this.#callWhenReady();
    await keep(this.hands.memory.database, "holds", holds).catch(() => undefined);
  }
}

type Subject = Pick<Passage, "household" | "direction" | "visit">;

function holdOf(passage: Passage, id: string, readyAt: number): Hold {
  const { method, token, number, claims, household, direction, party, children, exempt } = passage;
  const door = household && {
    building: household.building,
    unit: household.unit,
    room: household.room,
  };
  return {
    id,
    readyAt,
    door,
    householdId: household?.id ?? null,
    method,
    token,
    number,
    claims,
    direction,
    party,
    children,
    exempt,
    readings: passage.readings,
    visit: passage.visit,
    vehicle: passage.vehicle,
  };
}
