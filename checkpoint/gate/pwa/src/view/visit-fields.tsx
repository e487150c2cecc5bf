/** The parts of the visitor's form: large enough for one thumb, each with what is wrong beside it. */

import type { ComponentChildren } from "preact";
import { useGate } from "./context";

export function TextField(props: {
  name: string;
  label: string;
  value: string;
  problem?: string | undefined;
  hint?: string;
  /** Which keys the phone offers. */
  keys?: "text" | "tel";
  maxLength?: number;
  onInput: (value: string) => void;
}) {
  const { name, label, problem, hint } = props;
  const described = problem ? `${name}-wrong` : hint ? `${name}-hint` : undefined;
  return (
    <div class="field visit-field">
      <label for={`visit-${name}`}>{label}</label>
      <input
        id={`visit-${name}`}
        type="text"
        inputMode={props.keys ?? "text"}
        data-testid={`visit-${name}`}
        autocomplete="off"
        spellcheck={false}
        maxLength={props.maxLength ?? 80}
        aria-invalid={problem !== undefined}
        aria-describedby={described}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      {hint && !problem && (
        <span class="small" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Wrong name={name} problem={problem} />
    </div>
  );
}

/** One of a few, each a press. */
export function Chips<Value extends string | number>(props: {
  name: string;
  label: string;
  choices: readonly (readonly [Value, string])[];
  value: Value | null;
  problem?: string | undefined;
  onChoose: (value: Value) => void;
  children?: ComponentChildren;
}) {
  const { name, label, problem } = props;
  return (
    <div
      class="chips"
      role="group"
      aria-labelledby={`${name}-label`}
      aria-describedby={problem ? `${name}-wrong` : undefined}
    >
      <span class="chips-label" id={`${name}-label`}>
        {label}
      </span>
      <div class="chips-row">
        {props.choices.map(([value, words]) => (
          <button
            key={value}
            type="button"
            class="chip"
            data-testid={`${name}-${value || "none"}`}
            aria-pressed={value === props.value}
            onClick={() => props.onChoose(value)}
          >
            {words}
          </button>
        ))}
        {props.children}
      </div>
      <Wrong name={name} problem={problem} />
    </div>
  );
}

export function Wrong({ name, problem }: { name: string; problem?: string | undefined }) {
  if (!problem) return null;
  return (
    <p class="field-wrong" id={`${name}-wrong`} role="alert" data-testid={`wrong-${name}`}>
      {problem}
    </p>
  );
}

/** How many come. */
export function People({ count, onChange }: { count: number; onChange: (count: number) => void }) {
  const { words } = useGate();
  return (
    <div class="visit-people">
      <span id="visit-people-label">{words.visits.people}</span>
      <div class="party" role="group" aria-labelledby="visit-people-label">
        <button
          type="button"
          aria-label={words.party.fewer}
          data-testid="visit-fewer"
          disabled={count <= 1}
          onClick={() => onChange(count - 1)}
        >
          −
        </button>
        <output data-testid="visit-people">{words.party.people(count)}</output>
        <button
          type="button"
          aria-label={words.party.more}
          data-testid="visit-more"
          onClick={() => onChange(count + 1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
