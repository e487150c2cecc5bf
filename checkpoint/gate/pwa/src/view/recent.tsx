/** The last ones who came by, and the last of them to take back. */

import { formatTenths } from "../core/reading";
import type { Recent } from "../flow/state";
import { moment, NOTHING_KNOWN } from "../words/tell";
import { useGate } from "./context";
import { Dot, Icon } from "./shapes";
import { isUndoable, UndoButton } from "./undo";

export function RecentList() {
  const { state, words } = useGate();
  return (
    <div class="recent" data-testid="recent">
      <h2>{words.scan.recent}</h2>
      {state.recent.length === 0 && <p class="recent-none">{words.scan.none}</p>}
      <ol>
        {state.recent.map((line) => (
          <RecentLine key={line.id} line={line} />
        ))}
      </ol>
    </div>
  );
}

function RecentLine({ line }: { line: Recent }) {
  const { words, now, roster, state } = useGate();
  const passed = line.override || line.outcome !== "refuse";
  const undoable = isUndoable(state, line.id, now);
  const zone = roster?.compound.time_zone ?? "UTC";
  const door = line.door && words.door.short(line.door.building, line.door.unit, line.door.room);
  const who = door ?? (line.visitor ? words.visits.visitor : null);
  const went = line.visitor ? words.visits.went : words.went;
  return (
    <li
      data-outcome={passed ? "admit" : "refuse"}
      data-reason={line.reason}
      data-state={line.state}
      data-undone={line.undone}
    >
      <Dot outcome={passed ? "admit" : "refuse"} />
      <b>{who ?? (passed ? words.scan.emergency : briefReason(line, words))}</b>
      <span class="recent-what">
        {passed ? went[line.direction] : who && briefReason(line, words)}
        {line.reading !== null && ` ${formatTenths(line.reading)}`}
      </span>
      {line.undone && <em class="undone">{words.undo.done}</em>}
      {line.state === "waiting" && <Icon name="up" class="waiting" />}
      {undoable ? (
        <UndoButton at={line.at} what={`${who ?? words.scan.emergency} ${went[line.direction]}`} />
      ) : (
        <time>{moment(words, line.at, now, zone)}</time>
      )}
    </li>
  );
}

function briefReason(line: Recent, words: ReturnType<typeof useGate>["words"]): string {
  const { brief, title } = words.reasons[line.reason];
  return brief ?? title({ ...NOTHING_KNOWN, direction: line.direction });
}
