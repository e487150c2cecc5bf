/**
 * As much of WebCrypto as the gate view uses, done at once: Node's own works in threads, and which
 * of them is first is chance. The results are the same, bit by bit.
 */

import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  pbkdf2Sync,
  verify,
  type KeyObject,
} from "node:crypto";

type Octets = Uint8Array<ArrayBuffer>;
type Fill = (octets: Octets) => Octets;
type Plain = { octets: Octets };
type Gcm = { iv: Octets; additionalData: Octets };
type Pbkdf2 = { salt: Octets; iterations: number };

/** The start of a public key's DER, before its 32 octets (RFC 8410). */
const DER = Buffer.from("302a300506032b6570032100", "hex");
const TAG = 16;

/** A PIN takes its time to check, on purpose; the few of the simulator are checked once each. */
const derived = new Map<string, Buffer>();
const publicKeys = new Map<string, KeyObject>();

/** `crypto.subtle` for one device. `random` makes its keys. */
export function subtleBy(random: Fill): object {
  return {
    generateKey: async (): Promise<Plain> => ({ octets: random(new Uint8Array(32)) }),
    importKey: async (_: "raw", octets: Octets): Promise<Plain> => ({ octets }),
    encrypt: async ({ iv, additionalData }: Gcm, { octets }: Plain, plain: Octets) => {
      const cipher = createCipheriv("aes-256-gcm", octets, iv).setAAD(additionalData);
      return buffer(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    },
    decrypt: async ({ iv, additionalData }: Gcm, { octets }: Plain, sealed: ArrayBuffer) => {
      const cipher = createDecipheriv("aes-256-gcm", octets, iv).setAAD(additionalData);
      cipher.setAuthTag(Buffer.from(sealed.slice(-TAG)));
      const plain = cipher.update(Buffer.from(sealed.slice(0, -TAG)));
      return buffer(Buffer.concat([plain, cipher.final()]));
    },
    deriveBits: async ({ salt, iterations }: Pbkdf2, { octets }: Plain, bits: number) =>
      buffer(slowly(Buffer.from(octets), Buffer.from(salt), iterations, bits / 8)),
    verify: async (_: string, { octets }: Plain, signature: Octets, message: Octets) =>
      verify(null, message, publicKey(octets), signature),
  };
}

function slowly(secret: Buffer, salt: Buffer, iterations: number, size: number): Buffer {
  const name = [secret.toString("hex"), salt.toString("hex"), iterations, size].join();
  const known = derived.get(name) ?? pbkdf2Sync(secret, salt, iterations, size, "sha256");
  derived.set(name, known);
  return known;
}

function publicKey(octets: Octets): KeyObject {
  const name = Buffer.from(octets).toString("hex");
  const key = Buffer.concat([DER, octets]);
  const known = publicKeys.get(name) ?? createPublicKey({ key, format: "der", type: "spki" });
  publicKeys.set(name, known);
  return known;
}

function buffer(octets: Buffer): ArrayBuffer {
  return new Uint8Array(octets).buffer;
}
