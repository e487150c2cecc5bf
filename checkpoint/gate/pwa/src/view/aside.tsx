/** What the office could not record as it was: kept here too, until staff have looked at it. */

import type { KeptCrossing } from "../store/database";
import { moment } from "../words/tell";
import { useGate } from "./context";

export function Aside() {
  const { state, words } = useGate();
  if (state.aside.length === 0) return null;
  return (
    <div class="aside-list" data-testid="aside-list">
      <h2>{words.menu.aside}</h2>
      <p>{words.menu.asideHint}</p>
      <ul>
        {state.aside.map((one) => (
          <AsideLine key={one.id} one={one} />
        ))}
      </ul>
    </div>
  );
}

function AsideLine({ one }: { one: KeptCrossing }) {
  const { words, now, roster } = useGate();
  const { door } = one;
  const zone = roster?.compound.time_zone ?? "UTC";
  return (
    <li>
      <b>{door ? words.door.short(door.building, door.unit, door.room) : "—"}</b>{" "}
      {words.went[one.crossing.direction]} {moment(words, one.decidedAt, now, zone)}
      <span class="small">{one.problem?.message || one.problem?.code}</span>
    </li>
  );
}
