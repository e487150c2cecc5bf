/** What the household asked the office to put right, and the form for the next one. */

import { useState } from "preact/hooks";
import { dayOf } from "./moments";
import type { CorrectionView } from "./office";
import { Part } from "./part";
import type { Words } from "./words";

export const LONGEST = 300;
const TOPICS = ["members", "name", "phone", "room", "other"] as const;

type Props = {
  words: Words;
  corrections: CorrectionView[];
  zone: string;
  offline: boolean;
  ask: (topic: CorrectionView["topic"], text: string) => Promise<string>;
};

export function Corrections({ words, corrections, zone, offline, ask }: Props) {
  const said = words.corrections;
  const [writing, setWriting] = useState(false);
  const [sent, setSent] = useState(false);
  const send = async (topic: CorrectionView["topic"], text: string) => {
    const problem = await ask(topic, text);
    if (!problem) [setWriting(false), setSent(true)];
    return problem;
  };
  return (
    <Part
      title={said.title}
      action={
        <button
          disabled={offline}
          onClick={() => [setWriting(!writing), setSent(false)]}
          aria-expanded={writing}
          data-testid="correct"
        >
          {writing ? said.close : said.ask}
        </button>
      }
    >
      {writing ? <Form words={words} send={send} /> : <p class="none">{said.how}</p>}
      {sent && (
        <p class="done" role="status">
          {said.sent}
        </p>
      )}
      <ul class="corrections">
        {corrections.map(({ topic, words: wrote, made_at, state, note }) => (
          <li key={made_at} data-testid="correction" data-state={state}>
            <p class="visit-who">
              <strong>{said.topics[topic]}</strong>
              <span class={`visit-state correction-${state}`}>{said.states[state]}</span>
            </p>
            <p>{wrote}</p>
            {note && (
              <p class="answer">
                {words.office}: {note}
              </p>
            )}
            <p class="faint">{dayOf(words.code, Date.parse(made_at), zone)}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

type FormProps = { words: Words; send: Props["ask"] };

function Form({ words, send }: FormProps) {
  const said = words.corrections;
  const [topic, setTopic] = useState<CorrectionView["topic"]>("members");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setProblem(await send(topic, text));
    setBusy(false);
  };
  return (
    <form
      class="plan"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <fieldset class="chips">
        <legend>{said.topic}</legend>
        {TOPICS.map((each) => (
          <label key={each} class="chip">
            <input
              type="radio"
              name="topic"
              checked={topic === each}
              onChange={() => setTopic(each)}
            />
            <span>{said.topics[each]}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="correction-words">{said.words}</label>
        <textarea
          id="correction-words"
          rows={3}
          maxLength={LONGEST}
          required
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          data-testid="correction-words"
        />
        <p class="faint">{said.left(LONGEST - text.length)}</p>
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button class="main" disabled={busy || !text.trim()} data-testid="correction-send">
        {busy ? said.sending : said.send}
      </button>
    </form>
  );
}
