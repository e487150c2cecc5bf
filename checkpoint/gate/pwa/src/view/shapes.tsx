/** Shapes that tell a verdict without colour and without letters. */

import type { Outcome } from "../core/types";

type Size = { class?: string };

/** A circle admits, an octagon refuses, a triangle asks. */
export function VerdictShape({ outcome }: { outcome: Outcome }) {
  return (
    <svg class={`shape shape-${outcome}`} viewBox="0 0 120 120" aria-hidden="true">
      {outcome === "admit" && (
        <>
          <circle class="edge" cx="60" cy="60" r="52" />
          <path class="mark" d="M36 61 L53 79 L86 43" />
        </>
      )}
      {outcome === "refuse" && (
        <>
          <path class="edge" d="M38.5 8h43L112 38.5v43L81.5 112h-43L8 81.5v-43z" />
          <path class="mark" d="M34 60h52" />
        </>
      )}
      {outcome === "ask" && (
        <>
          <path class="edge" d="M60 11 L113 105 H7 Z" />
          <path class="mark" d="M60 46v24" />
          <circle class="point" cx="60" cy="88" r="6.5" />
        </>
      )}
    </svg>
  );
}

/** The same shapes, filled, for a line in a list. */
export function Dot({ outcome }: { outcome: Outcome }) {
  return (
    <svg class={`dot dot-${outcome}`} viewBox="0 0 20 20" aria-hidden="true">
      {outcome === "admit" && <circle cx="10" cy="10" r="9" />}
      {outcome === "refuse" && <path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" />}
      {outcome === "ask" && <path d="M10 1.5 19.5 18.5h-19z" />}
    </svg>
  );
}

/** How old the knowledge is: a dot, a diamond, a square. */
export function Age({ level }: { level: "fresh" | "aging" | "old" }) {
  return (
    <svg class={`age age-${level}`} viewBox="0 0 20 20" aria-hidden="true">
      {level === "fresh" && <circle cx="10" cy="10" r="8" />}
      {level === "aging" && <path d="M10 0 20 10 10 20 0 10z" />}
      {level === "old" && <path d="M2 2h16v16H2z" />}
    </svg>
  );
}

const ICONS = {
  torch: "M7 3h10v4l-2.5 4v10h-5V11L7 7zM7 7h10M12 13v3",
  lookup: "M4 21V8l8-5 8 5v13zM9.5 21v-6h5v6M9 10.5h.01M15 10.5h.01",
  emergency: "M13 3h7v18h-7M15.5 12H3M7 7.5 2.5 12 7 16.5",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  phone:
    "M5 4h4l1.5 5-2.5 1.5a11 11 0 0 0 5.5 5.5L15 13.5l5 1.5v4a1.5 1.5 0 0 1-1.5 1.5A15.5 15.5 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4z",
  erase: "M9 5h12v14H9l-6-7zM12.5 9.5l5 5M17.5 9.5l-5 5",
  up: "M12 20V5M6 11l6-6 6 6",
  undo: "M9 5 4 10l5 5M4.500 10H14a5.500 5.500 0 0 1 0 11h-3",
  camera: "M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  visitor: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20.5c.7-4 3.500-6 7-6 1.800 0 3.400.5 4.600 1.600M18.500 14v7M15 17.500h7",
  car: "M3 16v-3.500l2.500-6h13l2.500 6V16zM3 12h18M6.500 16v2.500M17.500 16v2.500",
  check: "M4.500 12.500 10 18 20 6.500",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.8-6 7.500-6s6.700 2 7.500 6",
} as const;

/** A line drawing for a button; the word beside it carries the meaning. */
export function Icon({ name, ...rest }: { name: keyof typeof ICONS } & Size) {
  return (
    <svg class={`icon ${rest.class ?? ""}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}

/** The mark of the product: the ring that admits. */
export function Mark() {
  return (
    <svg class="mark-of-product" viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="15" />
      <path d="M48.800 26.400 A18 18 0 1 1 39 15.400" />
      <path d="M23 32.500 L30.500 40 L48 20" />
    </svg>
  );
}
