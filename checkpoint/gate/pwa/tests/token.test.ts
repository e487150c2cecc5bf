import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decode, encode } from "../src/core/base45";
import { chooseVerify, nativeVerify, nobleVerify } from "../src/core/ed25519";
import { readToken, type Keys, type Verify } from "../src/core/token";
import type { Claims } from "../src/core/types";
import { vectors } from "./vectors";

type Expect = { claims: Claims } | { reason: string };
type Known = { keys: Record<string, string>; called_in: number[] };
const { keys, called_in, cases } = vectors<{ text: string }, Expect, Known>("token.json");
const publicKeys: Keys = new Map([
  ...Object.entries(keys).map(
    ([kid, key]) => [Number(kid), new Uint8Array(Buffer.from(key, "base64url"))] as const,
  ),
  ...called_in.map((kid) => [kid, null] as const),
]);
const verifiers: Record<string, Verify> = {
  "the browser's Ed25519": nativeVerify(crypto.subtle),
  "the library's Ed25519": nobleVerify,
};

for (const [name, verify] of Object.entries(verifiers)) {
  describe(`token vectors with ${name}`, () => {
    for (const { id, claim, input, expect } of cases) {
      it(`${id}: ${claim}`, async () => {
        const read = await readToken(input.text, publicKeys, verify);
        assert.deepEqual(read.claims ? { claims: read.claims } : { reason: read.reason }, expect);
      });
    }
  });
}

describe("a token", () => {
  const [genuine] = cases.filter((one) => "claims" in one.expect);
  const text = genuine?.input.text ?? "";

  it("is refused when any character of it is another one", async () => {
    const verify = nativeVerify(crypto.subtle);
    for (let place = 0; place < text.length; place++) {
      const other = text[place] === "A" ? "B" : "A";
      const altered = text.slice(0, place) + other + text.slice(place + 1);
      const read = await readToken(altered, publicKeys, verify);
      assert.notEqual(read.reason, null, `character ${place}`);
    }
  });

  it("is refused when any byte of it is another one", async () => {
    const octets = decode(text.slice(3));
    assert.ok(octets);
    for (let place = 0; place < octets.length; place++) {
      const altered = octets.slice();
      altered[place] = (altered[place] ?? 0) ^ (1 + (place % 255));
      const read = await readToken(`P1:${encode(altered)}`, publicKeys, nobleVerify);
      assert.notEqual(read.reason, null, `byte ${place}`);
    }
  });
});

describe("the choice of a verifier", () => {
  it("takes the browser's where it is right", async () => {
    assert.notEqual(await chooseVerify(crypto.subtle), nobleVerify);
  });

  it("falls back to the library where the browser has no Ed25519", async () => {
    const old = {
      importKey: () => Promise.reject(new DOMException("no", "NotSupportedError")),
    } as unknown as SubtleCrypto;
    assert.equal(await chooseVerify(old), nobleVerify);
    assert.equal(await chooseVerify(undefined), nobleVerify);
  });
});

describe("base45", () => {
  it("gives back what went in", () => {
    for (let size = 0; size < 80; size++) {
      const octets = crypto.getRandomValues(new Uint8Array(size));
      assert.deepEqual(decode(encode(octets)), octets);
    }
  });

  it("reads the examples of RFC 9285 and refuses what is none", () => {
    const text = (octets: Uint8Array | null) => octets && new TextDecoder().decode(octets);
    assert.equal(text(decode("%69 VD92EX0")), "Hello!!");
    assert.equal(text(decode("QED8WEX0")), "ietf!");
    for (const wrong of ["GGW", "A", "ab", "::", "\u{1d7d8}\u{1d7d8}"]) {
      assert.equal(decode(wrong), null, wrong);
    }
  });
});
