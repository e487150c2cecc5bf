// A second implementation of docs/pass-format.md, written from that page alone, with nothing but
// Node. It prints its answer to every case of the vector files that are named as arguments.

import { readFileSync } from "node:fs";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const CONTEXT = new TextEncoder().encode("checkpoint.pass.1\0");
const WHITE_SPACE = "\\t\\n\\v\\f\\r \\u00a0\\u3000";
const EMPTY = new RegExp(`^[${WHITE_SPACE}]*$`);
const SEPARATORS = new RegExp(`[${WHITE_SPACE}\\-\\u2010-\\u2015\\u2212\\ufe63\\uff0d]`, "g");
const DAMM = "0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790"
  .split(" ");

function decodeBase45(text) {
  const octets = [];
  for (let i = 0; i < text.length; i += 3) {
    const [c, d, e] = [...text.slice(i, i + 3)].map((character) => ALPHABET.indexOf(character));
    const n = c + 45 * d + 2025 * e;
    if (!(Math.min(c, d, e) >= 0 && n <= 65535)) throw "token.malformed";
    octets.push(n >> 8, n & 255);
  }
  return Uint8Array.from(octets);
}

async function verify(key, claims, signature) {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, Buffer.concat([CONTEXT, claims]));
}

const moment = (minutes) =>
  new Date(Date.UTC(2020, 0, 1) + minutes * 60_000).toISOString().replace(".000Z", "Z");

async function readToken(text, keys) {
  if (EMPTY.test(text)) throw "token.empty";
  if (/^P[02-9]:/.test(text)) throw "token.unsupported";
  if (!text.startsWith("P1:")) throw "token.foreign";
  if ([...text].length !== 120) throw "token.malformed";
  const octets = decodeBase45(text.slice(3));
  const [claims, signature] = [octets.slice(0, 14), octets.slice(14)];
  const [kind, kid] = claims;
  if (!(kid in keys)) throw "token.unknown_key";
  if (!(await verify(keys[kid], claims, signature))) throw "token.bad_signature";
  const view = new DataView(claims.buffer);
  const [number, generation] = [view.getUint32(2), view.getUint16(6)];
  const [since, until] = [view.getUint32(7) & 0xffffff, view.getUint32(10) & 0xffffff];
  const inRange = [1, 2, 3].includes(kind) && number >= 1 && number <= 99_999_999 && generation >= 1;
  if (!inRange || (until !== 0 && until <= since)) throw "token.malformed";
  const name = ["household", "caregiver", "visitor"][kind - 1];
  const [valid_from, valid_until] = [moment(since), until ? moment(until) : null];
  return { claims: { kind: name, kid, number, generation, valid_from, valid_until } };
}

const checkDigit = (digits) => [...digits].reduce((row, digit) => DAMM[row][digit], 0);

async function readNumber(text) {
  const fold = (character) => String.fromCharCode(character.charCodeAt(0) - 0xff10 + 0x30);
  const digits = text.replace(/[\uff10-\uff19]/g, fold).replace(SEPARATORS, "");
  if (digits === "") throw "number.empty";
  if (!/^[0-9]{9}$/.test(digits) || /^0+$/.test(digits)) throw "number.malformed";
  if (checkDigit(digits) != 0) throw "number.check_digit";
  const eight = digits.slice(0, 8);
  const printed = `${eight.slice(0, 4)}-${eight.slice(4)}-${checkDigit(eight)}`;
  return { number: Number(eight), printed };
}

async function answers({ keys, cases }) {
  const raw = Object.fromEntries(
    Object.entries(keys ?? {}).map(([kid, key]) => [kid, Buffer.from(key, "base64url")]),
  );
  const read = keys ? readToken : readNumber;
  const answered = cases.map(({ input }) => read(input.text, raw).catch((reason) => ({ reason })));
  const found = await Promise.all(answered);
  return Object.fromEntries(cases.map(({ id }, i) => [id, found[i]]));
}

const files = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf-8")));
console.log(JSON.stringify(await Promise.all(files.map(answers))));
