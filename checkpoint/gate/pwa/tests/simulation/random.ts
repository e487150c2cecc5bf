/** Chance that is the same each time: sfc32, seeded from a text. */

export type Random = () => number;

/** Numbers from 0 to 1, exclusive, that follow from `seed`. */
export function randomBy(seed: string): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, hash(seed)];
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let turn = 0; turn < 15; turn++) next();
  return next;
}

/** Fill `octets` as `crypto.getRandomValues` does. */
export function fill<Octets extends ArrayBufferView>(octets: Octets, random: Random): Octets {
  const plain = new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength);
  for (let place = 0; place < plain.length; place++) plain[place] = Math.floor(random() * 256);
  return octets;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193);
  return value;
}
