/** The last crossing can be taken back for two minutes, by the guard who recorded it. */

import { canUndo, UNDO_MS } from "../core/crossing";
import type { State } from "../flow/state";
import { clockWords } from "../words/tell";
import { useGate, useNow } from "./context";
import { Icon } from "./shapes";

/** Whether the line `id` of the list is the one that may be taken back. */
export function isUndoable({ last, shift }: State, id: string, now: number): boolean {
  return last?.id === id && canUndo(last.crossing, shift?.staff_id ?? null, now);
}

/** `at`: when it was recorded; `what`: the door and the way, for who listens. */
export function UndoButton({ at, what }: { at: number; what: string }) {
  const { words, conductor } = useGate();
  const left = Math.max(0, at + UNDO_MS - useNow(1_000));
  if (left === 0) return null;
  return (
    <button
      type="button"
      class="undo"
      data-testid="undo"
      onClick={() => void conductor.undo()}
    >
      <Icon name="undo" />
      {words.undo.button} <span>{clockWords(left)}</span>
      <span class="hidden">{what}</span>
    </button>
  );
}
