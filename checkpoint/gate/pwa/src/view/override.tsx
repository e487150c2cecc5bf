/** Letting somebody through against the verdict: one press on a reason, and it is recorded. */

import { useState } from "preact/hooks";
import { MAX_NOTE } from "../core/crossing";
import type { Passage } from "../flow/state";
import { useGate } from "./context";
import { Icon } from "./shapes";

export function Override({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const [note, setNote] = useState("");
  const { household } = passage;
  return (
    <section class="override" data-testid="override">
      <div class="override-head">
        <h1>{words.override.title}</h1>
        {household && (
          <p class="door-address">
            {words.door.whole(household.building, household.unit, household.room)}
          </p>
        )}
        <p>{words.override.hint}</p>
      </div>
      <div class="override-choice">
        <label class="field">
          {words.override.note}
          <input
            data-testid="override-note"
            maxLength={MAX_NOTE}
            autocomplete="off"
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        {(["medical", "duty", "other"] as const).map((reason) => (
          <button
            key={reason}
            type="button"
            class="button reason"
            data-testid={`override-${reason}`}
            onClick={() => void conductor.override(reason, note.trim())}
          >
            {words.override[reason]}
          </button>
        ))}
        <button
          type="button"
          class="button reason emergency"
          data-testid="override-emergency"
          onClick={() => void conductor.override("emergency", note.trim())}
        >
          <Icon name="emergency" />
          {words.override.emergency}
        </button>
        <button
          type="button"
          class="button quiet"
          data-testid="back"
          onClick={() => conductor.show({ name: "verdict", passage })}
        >
          {words.override.back}
        </button>
      </div>
    </section>
  );
}
