/** The living code: a QR of version 10 at level M, the time on it, and a ring that runs out. */

import { QrPicture } from "./qr";
import type { Words } from "./words";

/** A new code this often; a gate takes one for 60 seconds. */
export const RENEW_MS = 15_000;

type Living = { text: string; at: number };
type Shown = { living: Living; now: number; zone: string; words: Words };

export function Code({ living, now, zone, words }: Shown) {
  const left = Math.max(0, Math.min(RENEW_MS, living.at + RENEW_MS - now));
  return (
    <figure class="living" data-testid="living" data-code={living.text} data-at={living.at}>
      <QrPicture text={living.text} label={words.showIt} />
      <figcaption>
        <svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
          <circle class="ring-track" cx="18" cy="18" r="15" />
          <circle class="ring-left" cx="18" cy="18" r="15" {...dash(left / RENEW_MS)} />
        </svg>
        <time class="clock">{clock(now, zone)}</time>
        <span class="renews">{words.renews(Math.ceil(left / 1000))}</span>
      </figcaption>
    </figure>
  );
}

function dash(share: number): Record<string, string> {
  const round = 2 * Math.PI * 15;
  return { "stroke-dasharray": `${(share * round).toFixed(2)} ${round.toFixed(2)}` };
}

function clock(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);
}
