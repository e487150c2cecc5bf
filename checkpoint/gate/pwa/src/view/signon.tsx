/** Who is at the gate: a name from the list, and six digits with one thumb. */

import { PIN_LENGTH } from "../core/pin";
import type { SignOnScreen } from "../flow/state";
import { clockWords } from "../words/tell";
import { useGate, useNow } from "./context";
import { DoneNote, EmergencyButton } from "./scan";
import { Icon } from "./shapes";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
type Props = { screen: SignOnScreen };

export function SignOn({ screen }: Props) {
  const { words } = useGate();
  return (
    <section class="sign-on" data-testid="sign-on" aria-label={words.signOn.title}>
      <DoneNote />
      {screen.guard === null ? <Guards /> : <Pin screen={screen} />}
    </section>
  );
}

function Guards() {
  const { words, conductor } = useGate();
  const { guards } = conductor.signing;
  return (
    <div class="guards">
      <h1>{words.signOn.title}</h1>
      {guards.length === 0 && (
        <p class="note" data-testid="no-guards">
          {words.signOn.nobody}
        </p>
      )}
      <div class="guard-list">
        {guards.map((guard) => (
          <button
            key={guard.id}
            type="button"
            class="button guard"
            data-testid={`guard-${guard.id}`}
            onClick={() => conductor.signing.choose(guard.id)}
          >
            <Icon name="person" />
            {guard.name}
          </button>
        ))}
      </div>
      <div class="sign-on-foot">
        <EmergencyButton class="wide" />
      </div>
    </div>
  );
}

function Pin({ screen }: Props) {
  const { words, conductor } = useGate();
  const guard = conductor.signing.guards.find(({ id }) => id === screen.guard);
  return (
    <div class="pin">
      <div class="pin-read">
        <h1>{guard?.name}</h1>
        <p>{words.signOn.pin}</p>
        <Dots screen={screen} />
        <Problem screen={screen} />
      </div>
      <Keys screen={screen} />
    </div>
  );
}

/** As many as were typed: never the digits, somebody is looking. */
function Dots({ screen }: Props) {
  const { words } = useGate();
  const { typed, busy, problem } = screen;
  return (
    <p
      class={`pin-dots ${busy ? "busy" : ""} ${problem ? "wrong-pin" : ""}`}
      role="status"
      aria-label={words.signOn.typed(typed.length)}
    >
      {Array.from({ length: PIN_LENGTH }, (_, place) => (
        <i key={place} class={place < typed.length ? "full" : ""} />
      ))}
    </p>
  );
}

function Problem({ screen }: Props) {
  const { words } = useGate();
  const left = useLeft(screen);
  const said =
    left > 0 ? words.signOn.wait(clockWords(left)) : screen.problem && words.signOn.wrong;
  return (
    <p
      class="pin-problem"
      role="alert"
      data-testid="pin-problem"
      data-problem={left > 0 ? "wait" : screen.problem ? "wrong" : ""}
    >
      {said || "\u00a0"}
    </p>
  );
}

/** Milliseconds until a PIN is taken again. */
function useLeft({ until }: SignOnScreen): number {
  return Math.max(0, until - useNow(500));
}

function Keys({ screen }: Props) {
  const { words, conductor } = useGate();
  const { signing } = conductor;
  const disabled = useLeft(screen) > 0 || screen.busy;
  return (
    <div class="keys">
      {[...DIGITS, "over", "0", "back"].map((key) =>
        key === "over" ? (
          <button
            key={key}
            type="button"
            class="key quiet"
            data-testid="pin-over"
            onClick={() => signing.over()}
          >
            <Icon name="back" />
            {words.signOn.over}
          </button>
        ) : (
          <button
            key={key}
            type="button"
            class={key === "back" ? "key quiet" : "key"}
            data-testid={`pin-${key}`}
            aria-label={key === "back" ? words.keypad.back : words.keypad.digit(key)}
            disabled={disabled}
            onClick={() => void signing.press(key)}
          >
            {key === "back" ? <Icon name="erase" /> : key}
          </button>
        ),
      )}
      <EmergencyButton class="quiet wide" />
    </div>
  );
}
