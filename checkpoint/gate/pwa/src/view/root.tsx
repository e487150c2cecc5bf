/** Draws the gate again whenever something changes, and every few seconds for what ages by itself. */

import { useEffect, useState } from "preact/hooks";
import type { Memory } from "../flow/memory";
import { wordsOf } from "../words";
import { App } from "./app";
import { GateContext, useNow, type Gate } from "./context";

/** What stays the same as long as the page is open. */
export type Fixtures = Omit<Gate, "state" | "words" | "now" | "roster">;

const AGES_EVERY_MS = 5_000;

export function Root({ fixtures, memory }: { fixtures: Fixtures; memory: Memory }) {
  const { conductor } = fixtures;
  const [state, setState] = useState(conductor.state);
  useEffect(() => {
    const follow = () => setState(conductor.state);
    const leave = conductor.subscribe(follow);
    // An effect runs after the first paint: what has changed by then would never be shown.
    follow();
    return leave;
  }, [conductor]);
  const gate: Gate = {
    ...fixtures,
    state,
    words: wordsOf(state.settings.language),
    // Nothing was heard in the future, however slowly the clock on the screen moves.
    now: Math.max(useNow(AGES_EVERY_MS), state.line.heardAt ?? 0),
    roster: memory.roster,
  };
  return (
    <GateContext.Provider value={gate}>
      <App />
    </GateContext.Provider>
  );
}
