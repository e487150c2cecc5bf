/** Temperatures: a high one counts only when it was confirmed after a rest. */

import type { Facts, Outcome, ReadingFacts } from "../types";
import { ask, type Finding } from "./finding";

/** What the last reading says; `fever` is what a confirmed fever leads to. */
export function ofReadings(facts: Facts, fever: Outcome): Finding | null {
  const { readings, rules } = facts;
  const last = readings.at(-1);
  if (!last) return null;
  if (last.tenths < rules.cold_tenths) return ask("reading.too_cold");
  if (last.tenths < rules.fever_tenths) return null;
  const high = readings.slice(0, -1).filter(({ tenths }) => tenths >= rules.fever_tenths);
  return ofHigh(facts, last, high, fever);
}

function ofHigh(
  facts: Facts,
  last: ReadingFacts,
  earlier: ReadingFacts[],
  fever: Outcome,
): Finding {
  const rest = facts.rules.rest_minutes * 60_000;
  const at = Date.parse(last.at);
  if (earlier.length === 0) return ask("reading.high", at + rest);
  const rested = earlier.filter((one) => Date.parse(one.at) + rest <= at);
  if (rested.length === 0) {
    return ask("reading.too_soon", Math.min(...earlier.map((one) => Date.parse(one.at))) + rest);
  }
  if (rested.some((one) => confirms(facts, one, last))) {
    return { outcome: fever, reason: "reading.fever", until: null };
  }
  return ask("reading.same_instrument");
}

/** Whether the two are from instruments as far apart as the rules and the gate allow. */
function confirms({ rules, gate }: Facts, one: ReadingFacts, other: ReadingFacts): boolean {
  if (!rules.another_instrument || gate.instruments < 2) return true;
  return one.instrument !== other.instrument;
}
