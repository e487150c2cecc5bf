/** The verdict is the screen: the word, why, what to say; what to look at with one's own eyes; what to do. */

import { formatNumber } from "../core/number";
import type { Reason } from "../core/types";
import { readingReason, reasonOf, type Passage } from "../flow/state";
import { tellingOf } from "../words/tell";
import type { Told, Telling } from "../words/types";
import { Actions } from "./actions";
import { Bold, useGate } from "./context";
import { VerdictShape } from "./shapes";

/** The reason that is shown: a reading that is off comes before what the guard knows already. */
export function shownReason(passage: Passage): Reason {
  const first = reasonOf(passage.verdict);
  return passage.verdict.outcome === "refuse" ? first : (readingReason(passage) ?? first);
}

export function useTelling(passage: Passage): { told: Told; telling: Telling } {
  const { words, roster } = useGate();
  const zone = roster?.compound.time_zone ?? "UTC";
  const longest = roster?.rules.longest_outing_minutes ?? 120;
  const told = words.reasons[shownReason(passage)];
  return { told, telling: tellingOf(passage, words, zone, longest) };
}

export function VerdictScreen({ passage }: { passage: Passage }) {
  const { told, telling } = useTelling(passage);
  const { outcome } = passage.verdict;
  const title = told.title(telling);
  const say = told.say?.(telling);
  return (
    <section
      class={`verdict ${outcome}`}
      data-testid="verdict"
      data-outcome={outcome}
      data-reason={reasonOf(passage.verdict)}
      data-direction={passage.direction}
      data-judge={passage.judge}
    >
      <div class="verdict-word">
        <VerdictShape outcome={outcome} />
        <h1 class={isLong(title) ? "long" : ""}>{title}</h1>
        <p class="verdict-reason">
          <Bold text={told.reason(telling)} />
        </p>
      </div>
      <div class="verdict-foot">
        {say && <Say text={say} />}
        {passage.household && <Notices texts={passage.household.notices} />}
        <Door passage={passage} />
        {passage.household && passage.reading === null && <Way passage={passage} />}
        <Actions passage={passage} />
      </div>
    </section>
  );
}

function isLong(title: string): boolean {
  return /[\u4e00-\u9fff]/.test(title) ? title.length > 4 : title.length > 10;
}

function Say({ text }: { text: string }) {
  const { words } = useGate();
  return (
    <p class="panel say" data-testid="say">
      <span class="small">{words.verdict.say}</span>
      {words.verdict.quote(text)}
    </p>
  );
}

/** What waits for the household: a parcel, a call from the office. */
function Notices({ texts }: { texts: string[] }) {
  const { words } = useGate();
  if (texts.length === 0) return null;
  return (
    <div class="panel notices" data-testid="notices">
      <span class="small">{words.verdict.notices}</span>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

/** What the guard checks with their own eyes is large, the rest is small. */
function Door({ passage }: { passage: Passage }) {
  const { words } = useGate();
  const { household, pass, claims } = passage;
  const kind = claims?.kind ?? pass?.kind;
  const number = claims?.number ?? pass?.number ?? passage.number;
  if (!household && number == null) return null;
  return (
    <div class={`panel door kind-${kind ?? "none"}`} data-testid="door">
      {household && (
        <p class="door-address" data-testid="door-address">
          {words.door.whole(household.building, household.unit, household.room)}
        </p>
      )}
      {kind && kind !== "household" && (
        <p class="door-holder">
          <b>{words.kind[kind]}</b> {pass?.holder && words.household.holder(pass.holder)}
        </p>
      )}
      <p class="door-small">
        {household && (
          <>
            {household.name && <span>{words.household.name(household.name)}</span>}
            <b>{words.household.members(household.members)}</b>
          </>
        )}
        {number != null && (
          <span>
            {kind && words.kind[kind]} {formatNumber(number)}
          </span>
        )}
      </p>
    </div>
  );
}

/** Out or in, proposed and turned with one press; and how many are passing. */
function Way({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { direction, party } = passage;
  return (
    <div class="way">
      <div class="switch" role="group" aria-label={words.direction.label} data-testid="direction">
        {(["exit", "entry"] as const).map((one) => (
          <button
            key={one}
            type="button"
            data-testid={`direction-${one}`}
            aria-pressed={one === direction}
            onClick={() => void conductor.turn(one)}
          >
            {words.direction[one]}
          </button>
        ))}
      </div>
      <div class="party" role="group" aria-label={words.party.label}>
        <button
          type="button"
          aria-label={words.party.fewer}
          data-testid="party-fewer"
          disabled={party <= 1}
          onClick={() => conductor.setParty(party - 1)}
        >
          −
        </button>
        <output data-testid="party">{words.party.people(party)}</output>
        <button
          type="button"
          aria-label={words.party.more}
          data-testid="party-more"
          onClick={() => conductor.setParty(party + 1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
