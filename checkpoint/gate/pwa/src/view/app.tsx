/** The screens, one at a time, over the camera. */

import { useEffect } from "preact/hooks";
import type { Household } from "../core/roster";
import { rulesAt } from "../core/rules";
import { Ahead } from "./ahead";
import { useGate } from "./context";
import { Join } from "./join";
import { Keypad } from "./keypad";
import { Light } from "./light";
import { Lookup } from "./lookup";
import { Menu } from "./menu";
import { Override } from "./override";
import { Scan } from "./scan";
import { SignOn } from "./signon";
import { Strip } from "./strip";
import { useTelling, VerdictScreen } from "./verdict";
import { Visitor } from "./visit-form";
import { Visits } from "./visit-list";
import { VehicleScreen } from "./visit-vehicle";
import { HandingOver, Starting } from "./waiting";
import { Warnings } from "./warnings";

export function App() {
  const { state, words, roster, now } = useGate();
  const { screen } = state;
  const rules = roster && rulesAt(roster.ruleSets, roster.rules, now + state.line.offset);
  useEffect(() => {
    document.documentElement.lang = words.html;
    document.title = state.credential
      ? `${state.credential.gate.name} · ${words.product}`
      : words.product;
  }, [words, state.credential]);
  return (
    <div
      class="gate"
      data-screen={screen.name}
      data-rules={rules?.version}
      data-roster={roster?.version}
      data-testid="gate"
    >
      <Strip />
      <Warnings />
      {screen.name === "scan" && <Ahead />}
      {screen.name === "verdict" && <Light passage={screen.passage} />}
      <main>
        {state.credential && state.known && <Scan active={screen.name === "scan"} />}
        <Over />
      </main>
      <Spoken />
    </div>
  );
}

function Over() {
  const { screen } = useGate().state;
  switch (screen.name) {
    case "starting":
      return <Starting />;
    case "join":
      return <Join screen={screen} />;
    case "handing-over":
      return <HandingOver />;
    case "sign-on":
      return <SignOn screen={screen} />;
    case "judging":
      return <Judging door={screen.door} />;
    case "verdict":
      return <VerdictScreen passage={screen.passage} />;
    case "keypad":
      return <Keypad screen={screen} />;
    case "override":
      return <Override passage={screen.passage} />;
    case "visitor":
      return <Visitor screen={screen} />;
    case "visits":
      return <Visits />;
    case "vehicle":
      return <VehicleScreen passage={screen.passage} />;
    case "lookup":
      return <Lookup problem={screen.problem} />;
    case "menu":
      return <Menu />;
    case "scan":
      return null;
  }
}

/** Shown only when the answer takes long enough to notice. */
function Judging({ door }: { door: Household | null }) {
  const { words } = useGate();
  return (
    <section class="judging" data-testid="judging">
      <p>{words.household.waiting}</p>
      {door && <p class="door-address">{words.door.whole(door.building, door.unit, door.room)}</p>}
    </section>
  );
}

/** For who listens instead of looking: the verdict, and what was recorded. */
function Spoken() {
  const { state, words } = useGate();
  const { screen, done } = state;
  return (
    <div class="hidden" aria-live="assertive" aria-atomic="true" data-testid="spoken">
      {screen.name === "verdict" && <SpokenVerdict passage={screen.passage} />}
      {screen.name === "scan" && done && (done.undone ? words.undo.done : words.scan.done)}
    </div>
  );
}

function SpokenVerdict({ passage }: { passage: Parameters<typeof useTelling>[0] }) {
  const { words } = useGate();
  const { told, telling } = useTelling(passage);
  const { household } = passage;
  const door = household && words.door.whole(household.building, household.unit, household.room);
  const said = [told.title(telling), told.reason(telling).replaceAll("**", ""), door];
  return <>{said.filter(Boolean).join(". ")}</>;
}
