/** A guard's PIN, checked on the device itself, and how long to wait after wrong ones. */

import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64url } from "./base64url";
import type { Guard } from "./types";

export const PIN_LENGTH = 6;
/** So many wrong ones are free; each one after them costs twice as long as the one before. */
const FREE = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Wrong PINs in a row for one guard, and when the last was tried, by the clock of this device. */
export type Trials = { wrong: number; at: number };

/** Whether `pin` is the guard's: PBKDF2-HMAC-SHA256 of it and the salt is the verifier. */
export async function isPinOf(
  guard: Pick<Guard, "salt" | "verifier">,
  pin: string,
  iterations: number,
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<boolean> {
  const [salt, wanted] = [fromBase64url(guard.salt), fromBase64url(guard.verifier)];
  const typed = new TextEncoder().encode(pin);
  // Without HTTPS a browser hides its own.
  const derived = subtle
    ? await natively(subtle, typed, salt, iterations)
    : await pbkdf2Async(sha256, typed, salt, { c: iterations, dkLen: 32 });
  return wanted.length === 32 && wanted.every((octet, index) => octet === derived[index]);
}

/** How long nobody may try again, in milliseconds. A clock that was set back shortens nothing. */
export function waitAfter({ wrong, at }: Trials, now: number): number {
  if (wrong < FREE) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE));
  return Math.max(0, wait - Math.max(0, now - at));
}

async function natively(
  subtle: SubtleCrypto,
  typed: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array> {
  const key = await subtle.importKey("raw", typed, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await subtle.deriveBits(how, key, 256));
}
