/** Ed25519 by the browser where it can, by the library where it cannot (before Chrome 137). */

import * as noble from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import type { Verify } from "./token";

type Native = Pick<SubtleCrypto, "importKey" | "verify">;

// Without HTTPS a browser hides its own hashes as well.
noble.hashes.sha512 = sha512;

/** The best verifier there is here: feature-tested once, with a known signature. */
export async function chooseVerify(subtle: Native | undefined): Promise<Verify> {
  if (!subtle) return nobleVerify;
  try {
    const native = nativeVerify(subtle);
    return (await native(TEST_SIGNATURE, new Uint8Array(0), TEST_KEY)) ? native : nobleVerify;
  } catch {
    return nobleVerify;
  }
}

/** Verification by WebCrypto. Imported keys are kept: there are a handful, used all day. */
export function nativeVerify(subtle: Native): Verify {
  const imported = new Map<string, Promise<CryptoKey>>();
  return async (signature, message, publicKey) => {
    const name = publicKey.join();
    const key =
      imported.get(name) ?? subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    imported.set(name, key);
    return subtle.verify("Ed25519", await key, signature, message);
  };
}

/** Verification by the library; strict as RFC 8032 is (S below the group order). */
export const nobleVerify: Verify = async (signature, message, publicKey) => {
  try {
    return noble.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
};

/** RFC 8032, 7.1, test 1: the empty message. */
const TEST_KEY = octets("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
const TEST_SIGNATURE = octets(
  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
);

function octets(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
