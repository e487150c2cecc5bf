/** A verdict as the guard hears and feels it, with eyes on the queue. */

import type { Feedback } from "../flow/conductor";
import type { Memory } from "../flow/memory";
import type { Passage, State } from "../flow/state";
import type { Senses } from "../senses/feedback";
import { announceVerdict } from "../senses/measure";
import { wordsOf } from "../words";
import { tellingOf } from "../words/tell";
import { shownReason } from "./verdict";

/** Sound and touch for everything, words for verdicts where the guard wants them. */
export function feedbackBy(senses: Senses, memory: Memory, state: () => State): Feedback {
  const verdict = (passage: Passage) => {
    senses.give(passage.verdict.outcome);
    announceVerdict(passage);
    const { voice, language } = state().settings;
    if (voice) senses.speak(titleOf(passage, memory, language), wordsOf(language).html);
  };
  return {
    verdict,
    recorded: () => senses.give("recorded"),
    key: () => senses.give("key"),
    wrong: () => senses.give("wrong"),
  };
}

function titleOf(passage: Passage, memory: Memory, language: "zh" | "en"): string {
  const words = wordsOf(language);
  const zone = memory.roster?.compound.time_zone ?? "UTC";
  const longest = memory.roster?.rules.longest_outing_minutes ?? 120;
  const telling = tellingOf(passage, words, zone, longest);
  return words.reasons[shownReason(passage)].title(telling);
}
