/** The key of this phone: made here, never leaving it, signing codes and requests. */

import { folded, lowered, type Octets } from "../core/p256";
import { phoneName, shownMessage, writeCode } from "../core/phone_token";
import type { Linked } from "./keeping";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const HASHED = { name: "ECDSA", hash: "SHA-256" } as const;
const REQUEST = new TextEncoder().encode("checkpoint.request.1\0");

export type Signer = Pick<Linked, "key" | "publicKey">;

/** A new key, not extractable. */
export async function makeKey(): Promise<Signer> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { key: pair.privateKey, publicKey: folded(new Uint8Array(point)) };
}

/** The code of the moment `at` (ms since 1970, by the office's clock). */
export async function codeAt({ key, part }: Linked, at: number): Promise<string> {
  return writeCode(part, at, await sign(key, shownMessage(part, at)));
}

/** The header with which this phone proves that a request is its own. */
export async function authorization(
  { key, publicKey }: Signer,
  method: string,
  path: string,
  body: string,
  at: number,
): Promise<string> {
  const seconds = Math.floor(at / 1000);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  const lines = `${method}\n${path}\n${seconds}\n${hex(new Uint8Array(hash))}`;
  const text = new TextEncoder().encode(lines);
  const message = new Uint8Array(REQUEST.length + text.length);
  message.set(REQUEST);
  message.set(text, REQUEST.length);
  return `Phone ${phoneName(publicKey)}.${seconds}.${base64url(await sign(key, message))}`;
}

/** As base64url without padding. */
export function base64url(octets: Uint8Array): string {
  const text = btoa(String.fromCharCode(...octets));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function sign(key: CryptoKey, message: Octets): Promise<Octets> {
  return lowered(new Uint8Array(await crypto.subtle.sign(HASHED, key, message)));
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
