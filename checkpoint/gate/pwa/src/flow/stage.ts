/** What is shown now, and who wants to know when that changes. */

import { NEW_STATE, type Screen, type State } from "./state";

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

  /** Do something by itself unless the screen changes first. */
  protected after(ms: number, act: () => void): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(act, ms);
  }
}
