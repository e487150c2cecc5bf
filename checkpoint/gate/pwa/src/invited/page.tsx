/** What a visitor sees: the code, when and where, what to bring. */

import { formatNumber } from "../core/number";
import { QrPicture } from "../resident/qr";
import type { Invitation } from "./office";
import { tell } from "./telling";
import type { Words } from "./words";

type Acts = { save: () => void; print: () => void };
type Props = { invitation: Invitation; words: Words; acts: Acts };

export function Page({ invitation, words, acts }: Props) {
  const { state, token, number, community, community_phone: phone } = invitation;
  const told = tell(invitation, words);
  return (
    <main class={`invited invited-${state}`} data-testid="invitation" data-state={state} data-code={token}>
      <p class="to">{invitation.compound}</p>
      <h1>{told.headline}</h1>
      {told.more && <p>{told.more}</p>}
      {token && (
        <figure class="code">
          <QrPicture text={token} label={words.show} />
          {number !== null && <figcaption class="number">{formatNumber(number)}</figcaption>}
        </figure>
      )}
      {token && (
        <div class="acts">
          <button class="main" onClick={acts.save} data-testid="save">
            {words.save}
          </button>
          <button onClick={acts.print} data-testid="print">
            {words.print}
          </button>
        </div>
      )}
      {told.lines.length > 0 && (
        <dl class="facts">
          {told.lines.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {token && (
        <section class="bring">
          <h2>{words.bringTitle}</h2>
          <ul>
            {words.bring.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </section>
      )}
      <p class="office">
        <span>{community}</span>
        {phone && (
          <a class="call" href={`tel:${phone.replaceAll(" ", "")}`}>
            {words.call(phone)}
          </a>
        )}
      </p>
    </main>
  );
}

type ProblemProps = { problem: string; words: Words; again: () => void };

export function Problem({ problem, words, again }: ProblemProps) {
  return (
    <main class="invited">
      <div role="alert" data-testid="problem" data-problem={problem}>
        <h1>{words.problems[problem] ?? words.problems["unexpected"]}</h1>
      </div>
      <button class="main" onClick={again}>
        {words.again}
      </button>
    </main>
  );
}
