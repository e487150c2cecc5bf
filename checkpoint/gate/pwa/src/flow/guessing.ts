/** How many typed numbers led to nobody: counted on disk, with or without a network. */

import { closedUntil, oneMore } from "../core/guesses";
import type { Reason } from "../core/types";
import { keep, kept } from "../store/database";
import type { Memory } from "./memory";
import { reasonOf, type Passage, type State } from "./state";

/** What a number gets that was made up: it is no active pass of this compound. */
const LED_NOWHERE: ReadonlySet<Reason> = new Set<Reason>([
  "pass.unknown",
  "pass.revoked",
  "pass.other_compound",
]);

type Stage = { state: Pick<State, "wrong" | "line">; set(change: { wrong: number[] }): void };
type Hands = { memory: Memory; now: () => number };

export class Guessing {
  constructor(
    private readonly stage: Stage,
    private readonly hands: Hands,
  ) {}

  /** Bring back what was counted before this start. */
  async restore(): Promise<void> {
    this.stage.set({ wrong: (await kept(this.hands.memory.database, "wrong")) ?? [] });
  }

  /** Until when no number is taken, by the office's clock; null: one is. */
  get closedUntil(): number | null {
    return closedUntil(this.stage.state.wrong, this.#now());
  }

  /** Count it if the number led nowhere. A disk that is full forgets it with the next start. */
  async saw(passage: Passage): Promise<void> {
    if (!LED_NOWHERE.has(reasonOf(passage.verdict))) return;
    const wrong = oneMore(this.stage.state.wrong, this.#now());
    this.stage.set({ wrong });
    await keep(this.hands.memory.database, "wrong", wrong).catch(() => undefined);
  }

  #now(): number {
    return this.hands.now() + this.stage.state.line.offset;
  }
}
