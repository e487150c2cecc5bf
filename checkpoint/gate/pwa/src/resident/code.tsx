/** The living code: a QR of version 10 at level M, the time on it, and a ring that runs out. */

import { useMemo } from "preact/hooks";
import { encodeQR } from "qr";
import type { Words } from "./words";

/** A new code this often; a gate takes one for 60 seconds. */
export const RENEW_MS = 15_000;

type Living = { text: string; at: number };
type Shown = { living: Living; now: number; zone: string; words: Words };

export function Code({ living, now, zone, words }: Shown) {
  const left = Math.max(0, Math.min(RENEW_MS, living.at + RENEW_MS - now));
  return (
    <figure class="living" data-testid="living" data-code={living.text} data-at={living.at}>
      <Picture text={living.text} label={words.showIt} />
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

/** Drawn dark on white in any theme, with its quiet zone of four modules. */
function Picture({ text, label }: { text: string; label: string }) {
  const [path, size] = useMemo(() => {
    const rows = encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });
    return [pathOf(rows), rows.length] as const;
  }, [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path class="qr-paper" d={`M0 0h${size}v${size}H0z`} />
      <path class="qr-ink" d={path} />
    </svg>
  );
}

function pathOf(rows: boolean[][]): string {
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
    }
  });
  return path;
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
