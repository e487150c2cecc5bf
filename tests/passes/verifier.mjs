// A second implementation of docs/pass-format.md, written from that page alone, with nothing but
// Node. It prints its answer to every case of the vector files that are named as arguments.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const bytes = (text) => new TextEncoder().encode(text);
const CONTEXT = bytes("checkpoint.pass.1\0");
const PART_CONTEXT = bytes("checkpoint.phone.1\0");
const SHOWN_CONTEXT = bytes("checkpoint.shown.1\0");
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const WHITE_SPACE = "\\t\\n\\v\\f\\r \\u00a0\\u3000";
const EMPTY = new RegExp(`^[${WHITE_SPACE}]*$`);
const SEPARATORS = new RegExp(`[${WHITE_SPACE}\\-\\u2010-\\u2015\\u2212\\ufe63\\uff0d]`, "g");
const DAMM = "0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790"
  .split(" ");

function decodeBase45(text) {
  const octets = [];
  for (let i = 0; i < text.length; i += 3) {
    const values = [...text.slice(i, i + 3)].map((character) => ALPHABET.indexOf(character));
    const n = values[0] + 45 * values[1] + 2025 * (values[2] ?? 0);
    const most = values.length === 3 ? 65535 : 255;
    if (values.length < 2 || !(Math.min(...values) >= 0 && n <= most)) throw "token.malformed";
    octets.push(...(values.length === 3 ? [n >> 8, n & 255] : [n]));
  }
  return Uint8Array.from(octets);
}

async function verify(key, message, signature) {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

const toNumber = (octets) => BigInt("0x" + Buffer.from(octets).toString("hex"));

function power(base, exponent) {
  let result = 1n;
  for (; exponent; exponent >>= 1n, base = (base * base) % P)
    if (exponent & 1n) result = (result * base) % P;
  return result;
}

function point(key) {
  const x = toNumber(key.slice(1));
  const square = (x ** 3n - 3n * x + B) % P;
  const root = power(square, (P + 1n) / 4n);
  if (![2, 3].includes(key[0]) || x >= P || root ** 2n % P !== square) throw "token.malformed";
  const y = root % 2n === BigInt(key[0] % 2) ? root : P - root;
  const hex = y.toString(16).padStart(64, "0");
  return Buffer.concat([Buffer.of(4), key.slice(1), Buffer.from(hex, "hex")]);
}

async function verifyPhone(whole, message, signature) {
  if (toNumber(signature.slice(32)) > N / 2n) return false;
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", whole, curve, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);
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
  const kid = claims[1];
  if (!keys[kid]) throw kid in keys ? "token.called_in" : "token.unknown_key";
  const message = Buffer.concat([CONTEXT, claims]);
  if (!(await verify(keys[kid], message, signature))) throw "token.bad_signature";
  return { claims: fields(claims) };
}

async function readPhone(text, keys, now) {
  if (EMPTY.test(text)) throw "token.empty";
  if (/^P[03-9]:/.test(text)) throw "token.unsupported";
  if (text.startsWith("P1:")) return readToken(text, keys);
  if (!text.startsWith("P2:")) throw "token.foreign";
  if ([...text].length !== 272) throw "token.malformed";
  const octets = decodeBase45(text.slice(3));
  const [part, moment, signature] = [octets.slice(0, 111), octets.slice(111, 115), octets.slice(115)];
  const [signed, vouched, key] = [part.slice(0, 47), part.slice(47), part.slice(14, 47)];
  if (!keys[part[1]]) throw part[1] in keys ? "token.called_in" : "token.unknown_key";
  const holds = await verify(keys[part[1]], Buffer.concat([PART_CONTEXT, signed]), vouched);
  if (!holds) throw "token.bad_signature";
  const claims = fields(part.slice(0, 14));
  if (claims.valid_until === null) throw "token.malformed";
  const message = Buffer.concat([SHOWN_CONTEXT, part, moment]);
  if (!(await verifyPhone(point(key), message, signature))) throw "token.bad_signature";
  const at = Date.UTC(2020, 0, 1) + new DataView(moment.buffer).getUint32(0) * 1000;
  if (Math.abs(Date.parse(now) - at) > 60_000) throw "pass.stale_code";
  const phone = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return { claims, phone, shown_at: new Date(at).toISOString().replace(".000Z", "Z") };
}

function fields(claims) {
  const [kind, kid] = claims;
  const view = new DataView(claims.buffer);
  const [number, generation] = [view.getUint32(2), view.getUint16(6)];
  const [since, until] = [view.getUint32(7) & 0xffffff, view.getUint32(10) & 0xffffff];
  const inRange = [1, 2, 3].includes(kind) && number >= 1 && number <= 99_999_999 && generation >= 1;
  if (!inRange || (until !== 0 && until <= since)) throw "token.malformed";
  const name = ["household", "caregiver", "visitor"][kind - 1];
  const [valid_from, valid_until] = [moment(since), until ? moment(until) : null];
  return { kind: name, kid, number, generation, valid_from, valid_until };
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

async function answers({ keys, called_in, cases }) {
  const raw = Object.fromEntries([
    ...Object.entries(keys ?? {}).map(([kid, key]) => [kid, Buffer.from(key, "base64url")]),
    ...(called_in ?? []).map((kid) => [kid, null]),
  ]);
  const answered = cases.map(({ input: { text, now } }) => {
    const read = !keys ? readNumber(text) : now ? readPhone(text, raw, now) : readToken(text, raw);
    return read.catch((reason) => ({ reason }));
  });
  const found = await Promise.all(answered);
  return Object.fromEntries(cases.map(({ id }, i) => [id, found[i]]));
}

const files = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf-8")));
console.log(JSON.stringify(await Promise.all(files.map(answers))));
