/** Screens of a device that cannot judge anybody: no roster yet, none any more, or on its way out. */

import { useGate } from "./context";
import { DoneNote, EmergencyButton } from "./scan";
import { Mark } from "./shapes";

/** The first roster is on its way; or nothing was heard for so long that the old one was deleted. */
export function Starting() {
  const { state, words, session } = useGate();
  const { credential, line, unsent } = state;
  const lapsed = line.heardAt !== null;
  const stuck = credential && (lapsed || !line.reachable);
  return (
    <section class="starting" data-testid={lapsed ? "lapsed" : "starting"}>
      <DoneNote />
      <Mark />
      <div class="starting-words" role="status">
        <h1>{lapsed ? words.lapsed.title : words.starting.title}</h1>
        {stuck && <p>{lapsed ? words.lapsed.body : words.starting.slow}</p>}
        {unsent > 0 && <p>{words.lapsed.unsent(unsent)}</p>}
      </div>
      {credential && (
        <div class="starting-actions">
          {stuck && (
            <button type="button" class="button main" onClick={() => session.wake()}>
              {words.starting.retry}
            </button>
          )}
          <EmergencyButton class="on-dark" />
        </div>
      )}
    </section>
  );
}

/** Staff took this phone off its gate. */
export function HandingOver() {
  const { state, words } = useGate();
  const { unsent, line } = state;
  return (
    <section class="starting" data-testid="handing-over" data-unsent={unsent}>
      <Mark />
      <div class="starting-words" role="status">
        <h1>{words.handingOver.title}</h1>
        <p>{words.handingOver.body}</p>
        <p>
          <b>{unsent ? words.handingOver.unsent(unsent) : words.handingOver.sent}</b>
        </p>
        {!line.reachable && <p>{words.handingOver.offline}</p>}
      </div>
    </section>
  );
}
