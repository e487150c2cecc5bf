/** Somebody stands at the gate, or is announced: does the household expect them? */

import { useState } from "preact/hooks";
import type { VisitView } from "./office";
import type { Words } from "./words";

type Props = {
  visit: VisitView;
  time: string;
  words: Words;
  offline: boolean;
  answer: (expected: boolean) => Promise<string>;
};

export function Guests({ visit, time, words, offline, answer }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const said = words.visits;
  const { people, name, gate, purpose } = visit;
  const say = async (expected: boolean) => {
    setBusy(true);
    setProblem(await answer(expected));
    setBusy(false);
  };
  return (
    <section class="guests" role="alert" data-testid="guests">
      <h2>{gate ? said.atGate(people, name, gate) : said.announced(people, name)}</h2>
      <p>
        {said.purposes[purpose]} · {time}
      </p>
      <p class="guests-ask">{said.expectThem}</p>
      <div class="guests-answers">
        <button
          class="main"
          disabled={busy || offline}
          onClick={() => void say(true)}
          data-testid="guests-yes"
        >
          {said.yes}
        </button>
        <button disabled={busy || offline} onClick={() => void say(false)} data-testid="guests-no">
          {said.no}
        </button>
      </div>
      <p class="hint-line">{said.noSure}</p>
      {problem && <p class="problem">{problem}</p>}
    </section>
  );
}
