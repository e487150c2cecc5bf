/**
 * Base45 (RFC 9285), strict: two bytes are three characters, least significant first; a last single
 * byte is two. Every string of bytes has exactly one text, anything else is refused.
 */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** The bytes that `text` stands for, or null when it is not the one base45 form of any bytes. */
export function decode(text: string): Uint8Array<ArrayBuffer> | null {
  const rest = text.length % 3;
  if (rest === 1) return null;
  const octets = new Uint8Array(Math.floor(text.length / 3) * 2 + (rest ? 1 : 0));
  for (let from = 0, to = 0; from < text.length; from += 3) {
    const group = text.slice(from, from + 3);
    const size = group.length - 1;
    const value = groupValue(group);
    if (value === null || value >= 256 ** size) return null;
    if (size === 2) octets[to++] = value >> 8;
    octets[to++] = value & 0xff;
  }
  return octets;
}

/** The base45 text of `octets`. */
export function encode(octets: Uint8Array): string {
  let text = "";
  for (let i = 0; i < octets.length; i += 2) {
    const pair = octets.subarray(i, i + 2);
    let rest = pair.reduce((value, octet) => value * 256 + octet, 0);
    for (let count = 0; count <= pair.length; count++) {
      text += ALPHABET.charAt(rest % 45);
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

function groupValue(group: string): number | null {
  let value = 0;
  for (let i = group.length - 1; i >= 0; i--) {
    const digit = ALPHABET.indexOf(group.charAt(i));
    if (digit < 0) return null;
    value = value * 45 + digit;
  }
  return value;
}
