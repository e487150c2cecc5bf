/** The page of a phone that is not linked yet: type the code, or come with it in the link. */

import { useState } from "preact/hooks";
import type { Words } from "./words";

type Props = {
  words: Words;
  code: string;
  problem: string;
  busy: boolean;
  possible: boolean;
  link: (code: string, label: string) => void;
};

export function Linking({ words, code, problem, busy, possible, link }: Props) {
  const [typed, type] = useState(code);
  const [label, name] = useState("");
  const message = problem && (words.problems[problem] ?? words.problems["unexpected"]);
  return (
    <main class="link">
      <h1>{words.linkTitle}</h1>
      <p>{words.linkHow}</p>
      {message && (
        <p class="problem" role="alert" data-testid="problem" data-problem={problem}>
          {message}
        </p>
      )}
      {!possible && (
        <p class="problem" role="alert">
          {words.noKeys}
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          link(typed, label);
        }}
      >
        <label for="code">{words.linkCode}</label>
        <input
          id="code"
          class="code"
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={20}
          required
          data-testid="link-code"
        />
        <label for="label">{words.linkLabel}</label>
        <input
          id="label"
          value={label}
          onInput={(event) => name(event.currentTarget.value)}
          autocomplete="off"
          maxLength={40}
        />
        <button class="main" disabled={busy || !possible} data-testid="link-submit">
          {busy ? words.linkWait : words.linkButton}
        </button>
      </form>
      <p class="none">{words.linkNote}</p>
    </main>
  );
}
