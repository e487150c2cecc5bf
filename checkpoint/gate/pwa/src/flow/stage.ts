/** What is shown now, and who wants to know when that changes. */

import { NEW_STATE, SIGN_ON, type Screen, type State } from "./state";

export class Stage {
  state: State = NEW_STATE;
  #listeners = new Set<() => void>();
  #next: ReturnType<typeof setTimeout> | undefined;

  /** Call `listener` after every change; the answer ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Change the screen; whatever the one before was about to do by itself is off. */
  show(screen: Screen): void {
    clearTimeout(this.#next);
    this.set({ screen });
  }

  /** Where everything starts and ends: the camera, once somebody is signed on who knows somebody. */
  home(): void {
    const { known, shift } = this.state;
    this.show(known ? (shift ? { name: "scan" } : SIGN_ON) : { name: "starting" });
  }

  /** Whether somebody stands at the gate: whatever else there is to do waits. */
  get isServing(): boolean {
    const { screen } = this.state;
    return screen.name === "judging" || screen.name === "visitor" || "passage" in screen;
  }

  /** Do something by itself unless the screen changes first. */
  after(ms: number, act: () => void): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(act, ms);
  }
}
