/** Before a phone belongs to a gate: a one-time code from staff, and a name for it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { readCode } from "../core/code";
import type { JoinScreen } from "../flow/state";
import { useGate } from "./context";
import { Icon, Mark } from "./shapes";

export function Join({ screen }: { screen: JoinScreen }) {
  const { words, state } = useGate();
  return (
    <section class="join" data-testid="join">
      <div class="join-lead">
        <Mark />
        <h1>{words.join.title}</h1>
        <p>{words.join.lead}</p>
      </div>
      <div class="join-form">
        {screen.problem && <Problem problem={screen.problem} />}
        {state.unsent > 0 && <p class="note">{words.join.unsent(state.unsent)}</p>}
        {screen.looking ? <Finder /> : <Form screen={screen} />}
      </div>
    </section>
  );
}

function Problem({ problem }: { problem: NonNullable<JoinScreen["problem"]> }) {
  const { words } = useGate();
  return (
    <p class="wrong" role="alert" data-testid="join-problem" data-problem={problem}>
      {words.join.problems[problem]}
    </p>
  );
}

/** By a link the code is there already: only the name is asked for. */
function Form({ screen }: { screen: JoinScreen }) {
  const { words, session, deviceName } = useGate();
  const [name, setName] = useState(deviceName);
  const [byLink] = useState(screen.code !== "");
  const asksForCode = !byLink || screen.problem !== null;
  const submit = (event: Event) => {
    event.preventDefault();
    void session.joining.join(name.trim());
  };
  return (
    <form onSubmit={submit}>
      {asksForCode && !screen.problem?.startsWith("code.") && <How />}
      {asksForCode && <Code screen={screen} />}
      <label class="field">
        {words.join.name}
        <input
          type="text"
          data-testid="join-name"
          autocomplete="off"
          maxLength={80}
          required
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <span class="small">{words.join.nameHint}</span>
      </label>
      <button
        type="submit"
        class="button main jade"
        data-testid="join-submit"
        disabled={screen.busy}
      >
        {screen.busy ? words.join.busy : words.join.submit}
      </button>
    </form>
  );
}

function How() {
  const { words } = useGate();
  return (
    <ol class="join-steps">
      {words.join.steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function Code({ screen }: { screen: JoinScreen }) {
  const { words, session } = useGate();
  const isWhole = readCode(screen.code) !== null;
  return (
    <div class="join-code">
      <label class="field">
        {words.join.code}
        <input
          type="text"
          class="code"
          data-testid="join-code"
          data-whole={isWhole}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          placeholder="XXXXX-XXXXX"
          value={screen.code}
          onInput={(event) => {
            session.joining.type(event.currentTarget.value);
          }}
        />
      </label>
      <button
        type="button"
        class="button second"
        data-testid="join-look"
        onClick={() => session.joining.look(true)}
      >
        <Icon name="camera" />
        {words.join.look}
      </button>
    </div>
  );
}

/** The camera of this page looks for the code on the desk's screen. */
function Finder() {
  const { video, words, session, state } = useGate();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.prepend(video), [video]);
  const { state: camera } = state.camera;
  const trouble = camera === "off" || camera === "starting" || camera === "live" ? null : camera;
  return (
    <div class="join-look">
      <div class={`finder camera-${camera}`} ref={place} data-camera={camera}>
        {trouble && <p class="camera-word">{words.camera[trouble].title}</p>}
      </div>
      <p>{words.join.looking}</p>
      <button
        type="button"
        class="button second"
        data-testid="join-look-over"
        onClick={() => session.joining.look(false)}
      >
        {words.join.lookOver}
      </button>
    </div>
  );
}
