/**
 * ECDSA on P-256 as phones sign their codes: compressed points, and signatures of r and s (32 bytes
 * each) with s in the lower half. The point is unfolded here, because not every browser takes a
 * compressed one; the rest is the browser's own.
 */

export type Octets = Uint8Array<ArrayBuffer>;
/** Whether `signature` (64 bytes) of `message` holds under the compressed public key (33 bytes). */
export type VerifyPhone = (
  signature: Octets,
  message: Octets,
  publicKey: Octets,
) => Promise<boolean>;

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const HASHED = { name: "ECDSA", hash: "SHA-256" } as const;
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** So many keys are kept ready: those who passed last. */
const KEPT = 256;

/** Verification by the browser, or null where it has none: a page without HTTPS. */
export function phoneVerifier(subtle: SubtleCrypto | undefined): VerifyPhone | null {
  if (!subtle) return null;
  const imported = new Map<string, Promise<CryptoKey>>();
  return async (signature, message, publicKey) => {
    if (!isLow(signature)) return false;
    const name = publicKey.join();
    let key = imported.get(name);
    if (!key) {
      const point = unfolded(publicKey);
      if (!point) return false;
      if (imported.size >= KEPT) imported.clear();
      key = subtle.importKey("raw", point, CURVE, false, ["verify"]);
      imported.set(name, key);
    }
    return subtle.verify(HASHED, await key, signature, message);
  };
}

/** The 65 bytes of the point, or null when the 33 are none. */
export function unfolded(compressed: Octets): Octets | null {
  const [parity] = compressed;
  if (compressed.length !== 33 || (parity !== 2 && parity !== 3)) return null;
  const x = toNumber(compressed.subarray(1));
  if (x >= P) return null;
  const square = (x ** 3n - 3n * x + B) % P;
  // p is 3 modulo 4, so that this is a root wherever there is one.
  const root = power(square, (P + 1n) / 4n);
  if (root ** 2n % P !== square) return null;
  const y = Number(root & 1n) === parity % 2 ? root : P - root;
  const point = new Uint8Array(65);
  point.set([4]);
  point.set(compressed.subarray(1), 1);
  point.set(toOctets(y), 33);
  return point;
}

/** The 33 bytes of a point of 65. */
export function folded(point: Uint8Array): Octets {
  const compressed = new Uint8Array(33);
  compressed.set([2 + ((point[64] ?? 0) & 1)]);
  compressed.set(point.subarray(1, 33), 1);
  return compressed;
}

/** The signature with s in the lower half, as it is written in a code: both are as good. */
export function lowered(signature: Octets): Octets {
  if (isLow(signature)) return signature;
  const low = signature.slice();
  low.set(toOctets(ORDER - toNumber(signature.subarray(32))), 32);
  return low;
}

function isLow(signature: Octets): boolean {
  return signature.length === 64 && toNumber(signature.subarray(32)) <= ORDER / 2n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

function toNumber(octets: Uint8Array): bigint {
  let number = 0n;
  for (const octet of octets) number = (number << 8n) | BigInt(octet);
  return number;
}

function toOctets(number: bigint): Octets {
  const hex = number.toString(16).padStart(64, "0");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
