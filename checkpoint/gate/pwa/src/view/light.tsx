/** How fresh the knowledge was that a verdict came from: by shape, by colour and in words. */

import { freshness, knowledgeAge } from "../core/age";
import type { Passage } from "../flow/state";
import { ageWords } from "../words/tell";
import { useGate } from "./context";
import { Age } from "./shapes";

export function Light({ passage }: { passage: Passage }) {
  const { state, words, now, roster } = useGate();
  const alone = passage.judge === "device";
  const age = alone ? knowledgeAge(now, state.line.heardAt) : 0;
  const level = freshness(age, roster?.rules);
  const known = ageWords(words, age);
  const said = !alone
    ? words.light.office
    : state.line.reachable
      ? words.light.own(known)
      : words.light.offline(known);
  return (
    <section
      aria-label={words.menu.knowledge}
      class={`light light-${level} ${alone ? "alone" : ""}`}
      data-testid="verdict-freshness"
      data-level={level}
      data-judge={passage.judge}
    >
      <Age level={level} />
      <span>{level === "old" ? words.light.old(said) : said}</span>
    </section>
  );
}
