/** Who is signed on to this device, and how often somebody tried in vain. On disk before it holds. */

import { newSignOn } from "../core/crossing";
import { waitAfter, type Trials } from "../core/pin";
import type { SignOn } from "../core/types";
import { keep, kept, type Database } from "../store/database";
import * as signons from "../store/signons";

const NEVER: Trials = { wrong: 0, at: 0 };

export class Shift {
  current: SignOn | null = null;
  #trials: Record<number, Trials> = {};

  private constructor(private readonly database: Database) {}

  static async load(database: Database): Promise<Shift> {
    const shift = new Shift(database);
    shift.current = (await kept(database, "shift")) ?? null;
    shift.#trials = (await kept(database, "trials")) ?? {};
    return shift;
  }

  /** The guard signs on; whoever was there before is signed off. Resolves when the disk has it. */
  async start(staffId: number, now: number): Promise<void> {
    await this.end(now);
    const signOn = newSignOn(now, staffId);
    await signons.keepStart(this.database, signOn);
    this.current = signOn;
  }

  async end(now: number): Promise<void> {
    if (!this.current) return;
    // A clock that was set back must not end it before it began.
    const endedAt = new Date(Math.max(now, Date.parse(this.current.at))).toISOString();
    await signons.keepEnd(this.database, this.current, endedAt);
    this.current = null;
  }

  /** How long this guard has to wait before the next PIN, in milliseconds. */
  wait(staffId: number, now: number): number {
    return waitAfter(this.#trials[staffId] ?? NEVER, now);
  }

  /** A PIN counts as wrong until it turned out to be right: pulling the plug wins nothing. */
  async countTrial(staffId: number, now: number): Promise<void> {
    const { wrong } = this.#trials[staffId] ?? NEVER;
    await this.#keepTrials({ ...this.#trials, [staffId]: { wrong: wrong + 1, at: now } });
  }

  async clearTrials(staffId: number): Promise<void> {
    const { [staffId]: _, ...others } = this.#trials;
    await this.#keepTrials(others);
  }

  /** Nobody is signed on to a phone that belongs to no gate. */
  forget(): void {
    this.current = null;
    this.#trials = {};
  }

  async #keepTrials(trials: Record<number, Trials>): Promise<void> {
    this.#trials = trials;
    await keep(this.database, "trials", trials);
  }
}
