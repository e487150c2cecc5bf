/** Which way, how many, and why they may go all the same: what the guard sets, decided again at once. */

import type { ExemptReason } from "../core/types";
import type { Passage } from "../flow/state";
import { useGate } from "./context";

/** Out or in, proposed and turned with one press; and how many are passing. */
export function Way({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { direction, party, children } = passage;
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
      <Stepper
        name="party"
        count={party}
        least={1}
        label={words.party.label}
        words={[words.party.fewer, words.party.people(party), words.party.more]}
        onChange={(count) => conductor.setParty(count)}
      />
      {asksForChildren(passage) && (
        <Stepper
          name="children"
          count={children}
          least={0}
          most={party}
          label={words.party.childrenLabel}
          words={[
            words.party.fewerChildren,
            words.party.children(children),
            words.party.moreChildren,
          ]}
          onChange={(count) => conductor.setParty(party, count)}
        />
      )}
    </div>
  );
}

/** Where people are rationed, children may not count; who is kept in anyway is not asked. */
export function asksForChildren({ direction, party, rules, verdict }: Passage): boolean {
  const rationed = direction === "exit" && rules.people !== null && !rules.children_count;
  return rationed && party > 1 && !verdict.may.includes("exempt");
}

function Stepper(props: {
  name: string;
  count: number;
  least: number;
  most?: number;
  label: string;
  /** One fewer, how many there are, one more. */
  words: [string, string, string];
  onChange: (count: number) => void;
}) {
  const { name, count, least, most = Infinity, words } = props;
  const [fewer, now, more] = words;
  return (
    <div class={`party ${name}`} role="group" aria-label={props.label}>
      <button
        type="button"
        aria-label={fewer}
        data-testid={`${name}-fewer`}
        disabled={count <= least}
        onClick={() => props.onChange(count - 1)}
      >
        −
      </button>
      <output data-testid={name}>{now}</output>
      <button
        type="button"
        aria-label={more}
        data-testid={`${name}-more`}
        disabled={count >= most}
        onClick={() => props.onChange(count + 1)}
      >
        +
      </button>
    </div>
  );
}

/** The reasons that lift the count of outings and the night closure. Pressed again, it is taken back. */
export function Exemptions({ passage }: { passage: Passage }) {
  const { words, conductor } = useGate();
  const { exempt, rules, verdict } = passage;
  if (!exempt && !verdict.may.includes("exempt")) return null;
  const press = (reason: ExemptReason) => conductor.exempt(reason === exempt ? null : reason);
  return (
    <div class="exempt" role="group" aria-label={words.exempt.label} data-testid="exempt">
      <span class="small">{words.exempt.label}</span>
      {rules.exempt.map((reason) => (
        <button
          key={reason}
          type="button"
          class="button"
          data-testid={`exempt-${reason}`}
          aria-pressed={reason === exempt}
          onClick={() => press(reason)}
        >
          {words.exempt[reason]}
        </button>
      ))}
    </div>
  );
}
