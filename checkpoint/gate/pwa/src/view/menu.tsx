/** What is set once a shift, and what is worth knowing. */

import { useState } from "preact/hooks";
import { knowledgeAge } from "../core/age";
import { rulesAt } from "../core/rules";
import { ageWords, rulesInWords } from "../words/tell";
import { Aside } from "./aside";
import { useGate } from "./context";
import { LanguageButton } from "./strip";

export function Menu() {
  const { words } = useGate();
  return (
    <section class="menu" data-testid="menu-screen">
      <h1>{words.menu.title}</h1>
      <Guard />
      <div class="menu-columns">
        <Switches />
        <Facts />
      </div>
      <Update />
      <Aside />
      <Leave />
    </section>
  );
}

/** Who is on duty; the next one signs on with a PIN of their own. */
function Guard() {
  const { state, words, roster, conductor } = useGate();
  if (!state.shift) return null;
  const guard = roster?.guards.find(({ id }) => id === state.shift?.staff_id);
  return (
    <div class="row on-duty">
      <span>{words.menu.guard(guard?.name ?? "")}</span>
      <button
        type="button"
        class="button second"
        data-testid="sign-off"
        onClick={() => void conductor.signing.off()}
      >
        {words.menu.signOff}
      </button>
    </div>
  );
}

function Switches() {
  const { state, words, camera, setSettings } = useGate();
  const { torch, choices } = state.camera;
  return (
    <div class="rows">
      <div class="row">
        <span>{words.menu.language}</span>
        <LanguageButton />
      </div>
      <Toggle
        label={words.menu.voice}
        on={state.settings.voice}
        testId="voice"
        onClick={() => setSettings({ voice: !state.settings.voice })}
      />
      {torch !== "none" && (
        <Toggle
          label={words.menu.torch}
          on={torch === "on"}
          testId="menu-torch"
          onClick={camera.torch}
        />
      )}
      {choices.length > 1 && (
        <label class="row">
          <span>{words.menu.camera}</span>
          <select
            data-testid="camera-choice"
            value={state.settings.cameraId}
            onChange={(event) => camera.choose(event.currentTarget.value)}
          >
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {words.menu.cameraName(choice.label)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function Toggle(props: { label: string; on: boolean; testId: string; onClick: () => void }) {
  const { words } = useGate();
  return (
    <button
      type="button"
      class="row toggle"
      role="switch"
      aria-checked={props.on}
      data-testid={props.testId}
      onClick={props.onClick}
    >
      <span>{props.label}</span>
      <b>{props.on ? words.menu.on : words.menu.off}</b>
    </button>
  );
}

function Facts() {
  const { state, words, now, roster, appVersion } = useGate();
  const age = ageWords(words, knowledgeAge(now, state.line.heardAt));
  const rules = roster && rulesAt(roster.ruleSets, roster.rules, now + state.line.offset);
  const facts = [
    [words.menu.device, state.credential?.device.name ?? ""],
    [words.menu.knowledge, words.menu.knowledgeOf(roster?.households.size ?? 0, age)],
    [words.rules.label, rules && words.rules.version(rules.version, rulesInWords(words, rules))],
    [words.menu.unsent, state.unsent ? words.menu.unsentSome(state.unsent) : words.menu.unsentNone],
    [words.menu.storage, state.persistent ? words.menu.storageKept : words.menu.storageLoose],
    [words.menu.version, appVersion],
  ];
  return (
    <dl class="rows">
      {facts.map(([name, value]) => (
        <div class="row" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Update() {
  const { state, words, applyUpdate } = useGate();
  if (!state.update) return null;
  return (
    <div class="row">
      <span>{words.menu.update}</span>
      <button type="button" class="button second" data-testid="update" onClick={applyUpdate}>
        {words.menu.updateNow}
      </button>
    </div>
  );
}

function Leave() {
  const { state, words, session, conductor } = useGate();
  const [asked, setAsked] = useState(false);
  const leave = () => (asked ? void session.leave() : setAsked(true));
  return (
    <div class="leave">
      {asked && (
        <p class="wrong" role="alert" data-testid="leave-sure">
          {words.menu.leaveSure(state.unsent)}
        </p>
      )}
      <div class="choice">
        <button type="button" class="button second" data-testid="leave" onClick={leave}>
          {asked ? words.menu.leaveAnyway : words.menu.leave}
        </button>
        <button
          type="button"
          class="button main jade"
          data-testid="menu-close"
          onClick={() => conductor.home()}
        >
          {asked ? words.menu.stay : words.menu.close}
        </button>
      </div>
    </div>
  );
}
