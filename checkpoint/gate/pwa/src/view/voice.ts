/** A verdict as the guard hears and feels it, with eyes on the queue. */

import { grouped } from "../core/number";
import type { Feedback } from "../flow/conductor";
import { reasonOf, type Passage, type State } from "../flow/state";
import type { Senses } from "../senses/feedback";
import { announceVerdict } from "../senses/measure";
import { toldOf, wordsOf } from "../words";
import { tellingOf } from "../words/tell";

/** Sound and touch for everything, words for verdicts where the guard wants them. */
export function feedbackBy(senses: Senses, state: () => State): Feedback {
  const verdict = (passage: Passage) => {
    senses.give(passage.verdict.outcome);
    announceVerdict(passage);
    const { voice, language } = state().settings;
    if (voice) senses.speak(spoken(passage, language), wordsOf(language).html);
  };
  return {
    verdict,
    recorded: () => senses.give("recorded"),
    key: () => senses.give("key"),
    wrong: () => senses.give("wrong"),
    ready: () => senses.give("ready"),
    aloud: (digits) => {
      const { voice, language } = state().settings;
      const words = wordsOf(language);
      if (voice) senses.speak(words.lookup.aloud(grouped(digits)), words.html);
    },
  };
}

/** The word on the screen, and for a refusal that ends by itself until when. */
function spoken(passage: Passage, language: "zh" | "en"): string {
  const words = wordsOf(language);
  const telling = tellingOf(passage, words);
  const reason = reasonOf(passage.verdict);
  const { title, brief } = toldOf(words, reason, passage.visit !== null);
  const next = /^(quota|closure)/.test(reason) ? telling.next : "";
  return [title(telling), next && brief, next].filter(Boolean).join(", ");
}
