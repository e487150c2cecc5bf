/**
 * The one-time code by which a phone joins a gate: ten characters of Crockford's base 32, written
 * `XXXXX-XXXXX`. Read as people type it: any case, with dashes and spaces, O for 0, I and L for 1.
 */

const LENGTH = 10;
const NOT_IN_CODE = /[^0-9A-HJKMNP-TV-Z]/;

/** The code in what was typed, as `XXXXX-XXXXX`; null when it can be none. */
export function readCode(text: string): string | null {
  const plain = canonical(text);
  if (plain.length !== LENGTH || NOT_IN_CODE.test(plain)) return null;
  return `${plain.slice(0, 5)}-${plain.slice(5)}`;
}

/** What was typed so far, as the code is written. */
export function typedCode(text: string): string {
  const plain = canonical(text).slice(0, LENGTH);
  return plain.length > 5 ? `${plain.slice(0, 5)}-${plain.slice(5)}` : plain;
}

/** The code in a link or in its fragment, `#join=CODE`; null without one. */
export function codeInLink(link: string): string | null {
  const [, code] = /#join=([^&#]*)/.exec(link) ?? [];
  return code ? readCode(code) : null;
}

function canonical(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015\u2212]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}
