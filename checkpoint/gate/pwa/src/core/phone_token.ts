/**
 * The phone pass: a token that says who it is for, which phone shows it, and when. Twin of
 * `checkpoint/passes/phone_token.py`, where the rule book stands; `tests/vectors/phone.json` holds
 * both. Whether the moment is near enough to now is the verdict's business.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { decode, encode } from "./base45";
import { unfolded, type Octets, type VerifyPhone } from "./p256";
import {
  CLAIMS_SIZE,
  decodeClaims,
  readToken,
  withoutKey,
  type Keys,
  type Verify,
} from "./token";
import type { Claims, TokenReason } from "./types";

/** What a phone showed besides the claims: its name on rosters, and when (ISO 8601, UTC). */
export type Phone = { name: string; shown_at: string };
/** `phone` is null for a card. */
export type CodeRead =
  | { claims: Claims; phone: Phone | null; reason: null }
  | { claims: null; phone: null; reason: TokenReason };

export const PREFIX = "P2:";
/** What the installation vouches for: claims, the phone's key (33), its own signature (64). */
export const PART_SIZE = 111;
const CODE_LENGTH = 272;
const KEY_END = CLAIMS_SIZE + 33;
const CONTEXT = new TextEncoder().encode("checkpoint.phone.1\0");
const SHOWN_CONTEXT = new TextEncoder().encode("checkpoint.shown.1\0");
const EPOCH_S = Date.UTC(2020, 0, 1) / 1000;

/**
 * What `text` says in either format, or the first rule that it breaks. Where nothing can verify a
 * phone (a page without HTTPS), its format is one that this device does not take.
 */
export async function readCode(
  text: string,
  keys: Keys,
  verify: Verify,
  verifyPhone: VerifyPhone | null,
): Promise<CodeRead> {
  if (text.startsWith(PREFIX)) {
    return verifyPhone ? readPhoneCode(text, keys, verify, verifyPhone) : no("token.unsupported");
  }
  const { claims, reason } = await readToken(text, keys, verify);
  return claims ? { claims, phone: null, reason: null } : no(reason ?? "token.malformed");
}

/** The name of a phone on rosters: 16 hexadecimal digits of the SHA-256 of its public key. */
export function phoneName(key: Uint8Array): string {
  return Array.from(sha256(key).subarray(0, 8), (octet) =>
    octet.toString(16).padStart(2, "0"),
  ).join("");
}

/** The bytes that the phone signs. */
export function shownMessage(part: Uint8Array, at: number): Octets {
  return joined(SHOWN_CONTEXT, part, moment(at));
}

/** The text of a code: what the phone was given, when (ms since 1970), and its signature. */
export function writeCode(part: Uint8Array, at: number, signature: Uint8Array): string {
  return PREFIX + encode(joined(part, moment(at), signature));
}

async function readPhoneCode(
  text: string,
  keys: Keys,
  verify: Verify,
  verifyPhone: VerifyPhone,
): Promise<CodeRead> {
  const octets = text.length === CODE_LENGTH ? decode(text.slice(PREFIX.length)) : null;
  if (!octets) return no("token.malformed");
  const part = octets.slice(0, PART_SIZE);
  const issuer = keys.get(part[1] ?? 0);
  if (!issuer) return no(withoutKey(issuer));
  const signed = joined(CONTEXT, part.subarray(0, KEY_END));
  if (!(await verify(part.slice(KEY_END), signed, issuer))) return no("token.bad_signature");
  const claims = decodeClaims(part.slice(0, CLAIMS_SIZE));
  const key = part.slice(CLAIMS_SIZE, KEY_END);
  if (!claims?.valid_until || !unfolded(key)) return no("token.malformed");
  const seconds = new DataView(octets.buffer).getUint32(PART_SIZE);
  const at = (EPOCH_S + seconds) * 1000;
  const signature = octets.slice(PART_SIZE + 4);
  if (!(await verifyPhone(signature, shownMessage(part, at), key))) {
    return no("token.bad_signature");
  }
  const phone = { name: phoneName(key), shown_at: new Date(at).toISOString() };
  return { claims, phone, reason: null };
}

function no(reason: TokenReason): CodeRead {
  return { claims: null, phone: null, reason };
}

function moment(at: number): Octets {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, Math.floor(at / 1000) - EPOCH_S);
  return octets;
}

function joined(...parts: Uint8Array[]): Octets {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
