/** Signing on and off: a guard is chosen, a PIN is typed and checked here, with or without a network. */

import { isPinOf, PIN_LENGTH } from "../core/pin";
import type { Guard } from "../core/types";
import type { RecorderHands } from "./recorder";
import type { Stage } from "./stage";
import { SIGN_ON, type SignOnScreen } from "./state";

export class Signing {
  constructor(
    private readonly stage: Stage,
    private readonly hands: RecorderHands,
  ) {}

  /** Who may sign on, as far as this device knows. */
  get guards(): readonly Guard[] {
    return this.hands.memory.roster?.guards ?? [];
  }

  /** The guard who says to be at this device. */
  choose(guard: number): void {
    if (!this.#screen) return;
    const wait = this.hands.memory.shift.wait(guard, this.hands.now());
    const until = this.hands.now() + wait;
    this.stage.show({ ...SIGN_ON, guard, until, problem: wait ? "wait" : null });
  }

  /** Back to the list. */
  over(): void {
    if (this.#screen && !this.#screen.busy) this.stage.show(SIGN_ON);
  }

  /** A key of the keypad: a digit or "back". The last digit is the question. */
  async press(key: string): Promise<void> {
    const screen = this.#screen;
    if (!screen || screen.guard === null || screen.busy) return;
    if (this.hands.now() < screen.until) return this.hands.feedback.wrong();
    if (!/^([0-9]|back)$/.test(key)) return;
    const typed = key === "back" ? screen.typed.slice(0, -1) : screen.typed + key;
    this.stage.show({ ...screen, typed, problem: null });
    if (typed.length >= PIN_LENGTH) await this.#check(screen.guard, typed);
  }

  /** The guard leaves the device; the next one signs on. */
  async off(): Promise<void> {
    const { shift } = this.hands.memory;
    await shift.end(this.hands.now());
    this.stage.set({ shift: shift.current });
    this.stage.home();
    this.hands.deliver();
  }

  /** A guard who is no longer on the list is signed off, once nobody stands at the gate. */
  async fit(): Promise<void> {
    const { shift, roster } = this.hands.memory;
    if (!shift.current || !roster || this.stage.isServing) return;
    const { staff_id } = shift.current;
    if (!roster.guards.some(({ id }) => id === staff_id)) await this.off();
  }

  async #check(id: number, pin: string): Promise<void> {
    const { memory, now } = this.hands;
    const guard = this.guards.find((one) => one.id === id);
    if (!guard) return this.stage.show(SIGN_ON);
    this.#change({ busy: true });
    try {
      await memory.shift.countTrial(id, now());
      const iterations = memory.roster?.rules.pin_iterations ?? 0;
      if (!(await isPinOf(guard, pin, iterations))) return this.#wrong(id);
      await memory.shift.clearTrials(id);
      await memory.shift.start(id, now());
      this.stage.set({ shift: memory.shift.current, unkept: false });
      this.stage.home();
      this.hands.deliver();
    } catch {
      // Nothing can be written: nobody is signed on that way, and the screen says why.
      this.stage.set({ unkept: true });
      this.#change({ busy: false, typed: "" });
    }
  }

  #wrong(id: number): void {
    const wait = this.hands.memory.shift.wait(id, this.hands.now());
    const until = this.hands.now() + wait;
    this.hands.feedback.wrong();
    this.#change({ busy: false, typed: "", until, problem: wait ? "wait" : "wrong" });
  }

  #change(change: Partial<SignOnScreen>): void {
    if (this.#screen) this.stage.show({ ...this.#screen, ...change });
  }

  get #screen(): SignOnScreen | null {
    const { screen } = this.stage.state;
    return screen.name === "sign-on" ? screen : null;
  }
}
