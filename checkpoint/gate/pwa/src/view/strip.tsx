/** The strip on top never lies: gate, guard, how old the knowledge is, how many are not sent yet. */

import { freshness, knowledgeAge } from "../core/age";
import { ageWords } from "../words/tell";
import { useGate } from "./context";
import { Age, Icon, Mark } from "./shapes";

export function Strip() {
  const { state } = useGate();
  return (
    <header class="strip">
      {state.credential ? <Where /> : <Product />}
      {state.credential && <Knowledge />}
      <LanguageOrMenu />
    </header>
  );
}

function Product() {
  const { words } = useGate();
  return (
    <p class="strip-where">
      <Mark />
      <b>{words.product}</b>
    </p>
  );
}

function Where() {
  const { state, roster, words, conductor } = useGate();
  const gate = roster?.gate.name ?? state.credential?.gate.name;
  const guard = roster?.guards.find(({ id }) => id === state.shift?.staff_id);
  return (
    <p class="strip-where">
      <b data-testid="gate-name">{gate}</b>
      {guard && (
        <button
          type="button"
          class="strip-guard"
          data-testid="guard-name"
          aria-label={words.strip.guard(guard.name)}
          disabled={!canOpenMenu(state.screen.name)}
          onClick={() => conductor.show({ name: "menu" })}
        >
          {guard.name}
        </button>
      )}
    </p>
  );
}

/** Not while somebody stands at the gate. */
function canOpenMenu(screen: string): boolean {
  return ["scan", "lookup", "visits", "sign-on", "starting"].includes(screen);
}

function Knowledge() {
  const { state, words, now, roster } = useGate();
  const age = knowledgeAge(now, state.line.heardAt);
  const level = freshness(age, roster?.rules);
  const aside = state.asideCount;
  return (
    <p class="strip-knowledge">
      <span data-testid="freshness" data-level={level} data-reachable={state.line.reachable}>
        <Age level={level} />
        <span class="hidden">{words.strip.heard("")}</span>
        {ageWords(words, age)}
      </span>
      <span data-testid="unsent" data-count={state.unsent} class={state.unsent ? "some" : ""}>
        {words.strip.unsent(state.unsent)}
      </span>
      <VisitorsInside />
      {aside > 0 && (
        <span data-testid="aside" data-count={aside} class="aside">
          {words.strip.aside(aside)}
        </span>
      )}
    </p>
  );
}

/** Visitors are on every screen until they have left; at a quiet moment one press shows who they are. */
function VisitorsInside() {
  const { state, words, conductor, now } = useGate();
  const { inside } = conductor.visiting;
  if (inside.length === 0) return null;
  const time = now + state.line.offset;
  const over = inside.filter(({ until }) => time >= until).length;
  return (
    <button
      type="button"
      class={over ? "strip-visitors over" : "strip-visitors"}
      data-testid="visitors-inside"
      data-count={inside.length}
      data-over={over}
      disabled={!canOpenMenu(state.screen.name)}
      onClick={() => conductor.show({ name: "visits" })}
    >
      {words.visits.inside(inside.length)}
      {over > 0 && ` · ${words.visits.over(over)}`}
    </button>
  );
}

function LanguageOrMenu() {
  const { state, words, conductor } = useGate();
  if (!state.credential) return <LanguageButton />;
  const isMenu = state.screen.name === "menu";
  const canOpen = canOpenMenu(state.screen.name);
  return (
    <button
      type="button"
      class="strip-button"
      data-testid="menu"
      aria-label={isMenu ? words.menu.close : words.strip.menu}
      disabled={!isMenu && !canOpen}
      onClick={() => (isMenu ? conductor.home() : conductor.show({ name: "menu" }))}
    >
      <Icon name={isMenu ? "close" : "menu"} />
    </button>
  );
}

export function LanguageButton() {
  const { words, setSettings } = useGate();
  return (
    <button
      type="button"
      class="strip-button language"
      data-testid="language"
      lang={words.code === "zh" ? "en" : "zh-CN"}
      onClick={() => setSettings({ language: words.code === "zh" ? "en" : "zh" })}
    >
      {words.otherName}
    </button>
  );
}
