/** Sign in once, and the device belongs to its gate. */

import { useState } from "preact/hooks";
import type { Problem, Screen } from "../flow/state";
import type { GateChoice } from "../sync/office";
import { useGate } from "./context";
import { Mark } from "./shapes";

type Props = { screen: Extract<Screen, { name: "enrol" }> };

export function Enrol({ screen }: Props) {
  const { words, state } = useGate();
  return (
    <section class="enrol" data-testid="enrol">
      <div class="enrol-lead">
        <Mark />
        <h1>{words.enrol.title}</h1>
        <p>{words.enrol.lead}</p>
      </div>
      <div class="enrol-form">
        {state.unsent > 0 && <p class="note">{words.enrol.unsent(state.unsent)}</p>}
        {screen.choose.length > 0 ? <ChooseGate screen={screen} /> : <Form screen={screen} />}
      </div>
    </section>
  );
}

function Form({ screen }: Props) {
  const { words, session, deviceName } = useGate();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [name, setName] = useState(deviceName);
  const submit = (event: Event) => {
    event.preventDefault();
    void session.enrol({ username: username.trim(), password, device_name: name.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Field
        name="username"
        label={words.enrol.username}
        value={username}
        onInput={setUsername}
        autocomplete="username"
      />
      <Field
        name="password"
        label={words.enrol.password}
        value={password}
        onInput={setPassword}
        autocomplete="current-password"
        secret
      />
      <Field
        name="device"
        label={words.enrol.deviceName}
        hint={words.enrol.deviceHint}
        value={name}
        onInput={setName}
        autocomplete="off"
      />
      {screen.problem && <Wrong problem={screen.problem} />}
      <button
        type="submit"
        class="button main jade"
        data-testid="enrol-submit"
        disabled={screen.busy}
      >
        {screen.busy ? words.enrol.busy : words.enrol.submit}
      </button>
    </form>
  );
}

function Field(props: {
  name: string;
  label: string;
  hint?: string;
  value: string;
  onInput: (value: string) => void;
  autocomplete: string;
  secret?: boolean;
}) {
  const given = {
    name: props.name,
    "data-testid": `enrol-${props.name}`,
    autocomplete: props.autocomplete,
    autocapitalize: "none",
    spellcheck: false,
    maxLength: 80,
    required: true,
    value: props.value,
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      props.onInput(event.currentTarget.value),
  } as const;
  return (
    <label class="field">
      {props.label}
      {props.secret ? <input type="password" {...given} /> : <input type="text" {...given} />}
      {props.hint && <span class="small">{props.hint}</span>}
    </label>
  );
}

function Wrong({ problem }: { problem: Problem }) {
  const { words } = useGate();
  return (
    <p class="wrong" role="alert" data-testid="enrol-problem">
      {problem.code === "said" ? problem.message : words.enrol.problems[problem.code]}
    </p>
  );
}

/** Of sixteen gates fifteen may be sealed: the one that is not comes first. */
function openFirst(gates: GateChoice[]): GateChoice[] {
  return [...gates].sort((a, b) => Number(a.state !== "open") - Number(b.state !== "open"));
}

function ChooseGate({ screen }: Props) {
  const { words, session } = useGate();
  return (
    <div class="choose">
      <h2>{words.enrol.choose}</h2>
      {openFirst(screen.choose).map((gate) => (
        <button
          key={gate.id}
          type="button"
          class="button gate-choice"
          data-testid={`gate-${gate.id}`}
          disabled={screen.busy}
          onClick={() => void session.chooseGate(gate.id)}
        >
          <b>{gate.name}</b>
          <span>
            {[gate.compound, gate.state === "sealed" ? words.enrol.sealed : ""]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </button>
      ))}
      {screen.problem && <Wrong problem={screen.problem} />}
      <button
        type="button"
        class="button quiet"
        data-testid="enrol-over"
        onClick={() => void session.startOver()}
      >
        {words.enrol.over}
      </button>
    </div>
  );
}
