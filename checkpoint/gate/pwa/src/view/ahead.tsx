/** A change of the rules that is to come, announced before it takes effect by itself. */

import { rulesAfter } from "../core/rules";
import { ahead, rulesInWords } from "../words/tell";
import { useGate } from "./context";
import { Icon } from "./shapes";

/** Announced so long before. */
const NOTICE_MS = 36 * 3_600_000;

export function Ahead() {
  const { roster, words, now, state } = useGate();
  const time = now + state.line.offset;
  const next = roster && rulesAfter(roster.ruleSets, time);
  if (!roster || !next || next.from * 1000 - time > NOTICE_MS) return null;
  const when = ahead(words, next.from * 1000, time, roster.compound.time_zone);
  return (
    <section
      class="ahead"
      aria-label={words.rules.label}
      data-testid="rules-ahead"
      data-version={next.version}
    >
      <Icon name="clock" />
      <span>{words.rules.ahead(when, rulesInWords(words, next))}</span>
    </section>
  );
}
