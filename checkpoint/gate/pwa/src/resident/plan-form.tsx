/** The form of a visit that is expected: as little as the gate needs. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import {
  days,
  MOST_PEOPLE,
  newPlan,
  PURPOSES,
  readPlan,
  type PlanField,
  type Planned,
  type PlanWish,
} from "./plan";
import type { Failed } from "./visits";
import type { Words } from "./words";

type Props = {
  words: Words;
  now: number;
  zone: string;
  save: (wish: PlanWish) => Promise<Failed>;
};

export function PlanForm({ words, now, zone, save }: Props) {
  const said = words.visits;
  const [plan, setPlan] = useState<Planned>(() => newPlan(now, zone));
  const [failed, setFailed] = useState<Failed>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Planned>) => [setPlan({ ...plan, ...part }), setFailed(null)];
  const submit = async () => {
    const read = readPlan(plan, now, zone);
    if ("field" in read) return setFailed({ text: said.fields[read.field], field: read.field });
    setBusy(true);
    const answer = await save(read.wish);
    setBusy(false);
    setFailed(answer);
  };
  const wrong = (field: PlanField) => (failed?.field === field ? failed.text : "");
  const text = (field: "name" | "phone" | "plate", label: string, more: object) => (
    <Field id={`plan-${field}`} label={label} problem={wrong(field)}>
      <input
        id={`plan-${field}`}
        value={plan[field]}
        onInput={(event) => change({ [field]: event.currentTarget.value })}
        autocomplete="off"
        aria-invalid={Boolean(wrong(field))}
        aria-describedby={`plan-${field}-problem`}
        data-testid={`plan-${field}`}
        {...more}
      />
    </Field>
  );
  const time = (field: "from" | "to", label: string, problem: string) => (
    <Field id={`plan-${field}`} label={label} problem={problem}>
      <input
        id={`plan-${field}`}
        type="time"
        value={plan[field]}
        onInput={(event) => change({ [field]: event.currentTarget.value })}
        aria-describedby={`plan-${field}-problem`}
        required
        data-testid={`plan-${field}`}
      />
    </Field>
  );
  const note = (label: string) => `${label} ${said.optional}`;
  return (
    <form
      class="plan"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {text("name", said.who, { maxLength: 80, required: true })}
      <fieldset class="chips">
        <legend>{said.purpose}</legend>
        {PURPOSES.map((purpose) => (
          <label key={purpose} class="chip">
            <input
              type="radio"
              name="purpose"
              checked={plan.purpose === purpose}
              onChange={() => change({ purpose })}
            />
            <span>{said.purposes[purpose]}</span>
          </label>
        ))}
      </fieldset>
      <div class="plan-times">
        <Field id="plan-day" label={said.day} problem={wrong("since")}>
          <input
            id="plan-day"
            type="date"
            value={plan.day}
            {...days(now, zone)}
            onInput={(event) => change({ day: event.currentTarget.value })}
            aria-describedby="plan-day-problem"
            required
            data-testid="plan-day"
          />
        </Field>
        {time("from", said.from, "")}
        {time("to", plan.to <= plan.from ? `${said.to} ${said.nextDay}` : said.to, wrong("until"))}
      </div>
      <div class="plan-people">
        <span id="plan-people">{said.people}</span>
        <div class="stepper" role="group" aria-labelledby="plan-people">
          <button
            type="button"
            aria-label={said.fewer}
            disabled={plan.people <= 1}
            onClick={() => change({ people: plan.people - 1 })}
          >
            −
          </button>
          <output data-testid="plan-people">{plan.people}</output>
          <button
            type="button"
            aria-label={said.more}
            disabled={plan.people >= MOST_PEOPLE}
            onClick={() => change({ people: plan.people + 1 })}
            data-testid="plan-more"
          >
            +
          </button>
        </div>
      </div>
      <div class="plan-pair">
        {text("phone", note(said.phone), { type: "tel", maxLength: 40 })}
        {text("plate", note(said.plate), { maxLength: 12, autocapitalize: "characters" })}
      </div>
      {failed && !failed.field && (
        <p class="problem" role="alert" data-testid="plan-problem">
          {failed.text}
        </p>
      )}
      <button class="main" disabled={busy} data-testid="plan-save">
        {busy ? said.saving : said.save}
      </button>
    </form>
  );
}

type FieldProps = { id: string; label: string; problem: string; children: ComponentChildren };

function Field({ id, label, problem, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <p class="field-problem" id={`${id}-problem`} aria-live="polite">
        {problem}
      </p>
    </div>
  );
}
