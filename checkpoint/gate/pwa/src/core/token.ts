/**
 * The token: claims about one pass, signed, as the text inside a QR code. Twin of
 * `checkpoint/passes/token.py`, where the rule book stands; `tests/vectors/token.json` holds both.
 * The order in which a text is judged: empty, unsupported, foreign, malformed (length, base45),
 * called in or unknown key, bad signature, malformed (claims out of range, once the signature holds).
 */

import { decode } from "./base45";
import type { Claims, PassKind, TokenReason } from "./types";

export const MAX_NUMBER = 99_999_999;
/** Whether `signature` (64 bytes) of `message` holds under the raw public key (32 bytes). */
export type Verify = (
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  publicKey: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;
/** Public keys by key id; null for one that was called in. */
export type Keys = ReadonlyMap<number, Uint8Array<ArrayBuffer> | null>;
export type TokenRead = { claims: Claims; reason: null } | { claims: null; reason: TokenReason };

const PREFIX = "P1:";
const TOKEN_LENGTH = 120;
export const CLAIMS_SIZE = 14;
const CONTEXT = new TextEncoder().encode("checkpoint.pass.1\0");
const EPOCH = Date.UTC(2020, 0, 1);
const KINDS: readonly (PassKind | undefined)[] = [undefined, "household", "caregiver", "visitor"];
// Spelled out, because Python and JavaScript disagree about what white space is.
const EDGES = /^[\t\n\v\f\r \u00a0\u3000]+|[\t\n\v\f\r \u00a0\u3000]+$/g;

/** What `text` claims, or the first rule that it breaks. */
export async function readToken(text: string, keys: Keys, verify: Verify): Promise<TokenRead> {
  const octets = unwrap(text);
  if (typeof octets === "string") return { claims: null, reason: octets };
  const claims = octets.slice(0, CLAIMS_SIZE);
  const key = keys.get(claims[1] ?? 0);
  if (!key) return { claims: null, reason: withoutKey(key) };
  const holds = await verify(octets.slice(CLAIMS_SIZE), signedMessage(claims), key);
  if (!holds) return { claims: null, reason: "token.bad_signature" };
  const read = decodeClaims(claims);
  return read ? { claims: read, reason: null } : { claims: null, reason: "token.malformed" };
}

/** Why a token is refused whose key id leads to no key. */
export function withoutKey(found: null | undefined): TokenReason {
  return found === null ? "token.called_in" : "token.unknown_key";
}

/** `text` without the white space that a hand or a scanner puts around it. */
export function stripped(text: string): string {
  return text.replace(EDGES, "");
}

/** The bytes that the signature is over. */
export function signedMessage(claims: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(CONTEXT.length + claims.length);
  message.set(CONTEXT);
  message.set(claims, CONTEXT.length);
  return message;
}

function unwrap(text: string): Uint8Array<ArrayBuffer> | TokenReason {
  if (!stripped(text)) return "token.empty";
  if (/^P[02-9]:/.test(text)) return "token.unsupported";
  if (!text.startsWith(PREFIX)) return "token.foreign";
  if (text.length !== TOKEN_LENGTH) return "token.malformed";
  return decode(text.slice(PREFIX.length)) ?? "token.malformed";
}

/** The claims in 14 bytes whose signature holds, or null when one is out of range. */
export function decodeClaims(octets: Uint8Array<ArrayBuffer>): Claims | null {
  const view = new DataView(octets.buffer);
  const kind = KINDS[view.getUint8(0)];
  const kid = view.getUint8(1);
  const number = view.getUint32(2);
  const generation = view.getUint16(6);
  const from = (view.getUint16(8) << 8) | view.getUint8(10);
  const until = (view.getUint16(11) << 8) | view.getUint8(13);
  const inRange = kid >= 1 && number >= 1 && number <= MAX_NUMBER && generation >= 1;
  if (!kind || !inRange || (until !== 0 && until <= from)) return null;
  return {
    kind,
    kid,
    number,
    generation,
    valid_from: isoMinute(from),
    valid_until: until ? isoMinute(until) : null,
  };
}

function isoMinute(minutes: number): string {
  return new Date(EPOCH + minutes * 60_000).toISOString().replace(".000Z", "Z");
}
