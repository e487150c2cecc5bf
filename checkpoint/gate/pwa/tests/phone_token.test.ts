import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { againstPass } from "../src/core/deciding/passes";
import { decode, encode } from "../src/core/base45";
import { nativeVerify, nobleVerify } from "../src/core/ed25519";
import { folded, lowered, phoneVerifier, unfolded } from "../src/core/p256";
import { PART_SIZE, readCode, shownMessage, writeCode } from "../src/core/phone_token";
import type { Keys } from "../src/core/token";
import { Roster } from "../src/core/roster";
import type { Claims, Facts, PhoneRow, RosterPage } from "../src/core/types";
import { findByToken } from "../src/flow/passages";
import { vectors } from "./vectors";

type Input = { text: string; now: string };
type Expect = { claims: Claims; phone: string; shown_at: string } | { reason: string };
type Known = { keys: Record<string, string>; called_in: number[] };
const { keys, called_in, cases } = vectors<Input, Expect, Known>("phone.json");
const publicKeys: Keys = new Map([
  ...Object.entries(keys).map(
    ([kid, key]) => [Number(kid), new Uint8Array(Buffer.from(key, "base64url"))] as const,
  ),
  ...called_in.map((kid) => [kid, null] as const),
]);
const verifyPhone = phoneVerifier(crypto.subtle);

for (const [name, verify] of Object.entries({ native: nativeVerify(crypto.subtle), nobleVerify })) {
  describe(`phone vectors, the installation verified by ${name}`, () => {
    for (const { id, claim, input, expect } of cases) {
      it(`${id}: ${claim}`, async () => {
        const read = (text: string) => readCode(text, publicKeys, verify, verifyPhone);
        assert.deepEqual(await answer(input, read), expect);
      });
    }
  });
}

/** What a gate would say of the code at that moment, if its pass is good. */
async function answer(
  { text, now }: Input,
  read: (text: string) => ReturnType<typeof readCode>,
): Promise<object> {
  const { claims, phone, reason } = await read(text);
  if (!claims) return { reason };
  const stale = againstPass(asFacts(now, { ...claims, shown_at: phone?.shown_at ?? null }));
  if (stale !== "pass.unknown") return { reason: stale };
  return { claims, phone: phone?.name, shown_at: phone?.shown_at.replace(".000Z", "Z") };
}

function asFacts(now: string, claims: Facts["claims"]): Facts {
  return { now, claims, token: { reason: null }, pass: null, visit: null } as unknown as Facts;
}

describe("a phone's code", () => {
  const [genuine] = cases.filter((one) => "claims" in one.expect);
  const { text, now } = genuine?.input ?? { text: "", now: "" };
  const read = (code: string) => readCode(code, publicKeys, nobleVerify, verifyPhone);

  it("is refused when any byte of it is another one", async () => {
    const octets = decode(text.slice(3));
    assert.equal(octets?.length, 179);
    for (let place = 0; octets && place < octets.length; place++) {
      const altered = octets.slice();
      altered[place] = (altered[place] ?? 0) ^ (1 + (place % 255));
      assert.notEqual((await read(`P2:${encode(altered)}`)).reason, null, `byte ${place}`);
    }
  });

  it("of a phone that was unlinked is refused, however fresh", async () => {
    const { claims, phone } = await read(text);
    assert.ok(claims);
    const told = { ...claims, shown_at: phone?.shown_at ?? null, unlinked: true };
    assert.equal(againstPass(asFacts(now, told)), "pass.unlinked");
  });

  it("is of a format that is not taken where nothing can verify it", async () => {
    assert.equal(phoneVerifier(undefined), null);
    const { reason } = await readCode(text, publicKeys, nobleVerify, null);
    assert.equal(reason, "token.unsupported");
  });

  it("that a phone makes is read", async () => {
    const how = { name: "ECDSA", namedCurve: "P-256" };
    const pair = await crypto.subtle.generateKey(how, false, ["sign"]);
    const key = folded(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
    for (let turn = 0; turn < 20; turn++) {
      const message = shownMessage(new Uint8Array(PART_SIZE), Date.UTC(2026, 10, 22) + turn);
      const hashed = { name: "ECDSA", hash: "SHA-256" };
      const signed = await crypto.subtle.sign(hashed, pair.privateKey, message);
      const signature = lowered(new Uint8Array(signed));
      assert.equal(await verifyPhone?.(signature, message, key), true);
    }
    const code = writeCode(new Uint8Array(PART_SIZE), Date.now(), new Uint8Array(64));
    assert.equal(code.length, 272);
  });
});

describe("a point of P-256", () => {
  it("folds and unfolds", async () => {
    for (let turn = 0; turn < 20; turn++) {
      const pair = await crypto.subtle.generateKey(
        { name: "ECDSA", namedCurve: "P-256" },
        true,
        ["sign", "verify"],
      );
      const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
      assert.deepEqual(unfolded(folded(point)), point);
    }
  });
});

describe("a device", () => {
  const [genuine] = cases.filter((one) => "phone" in one.expect);
  const page = (full: boolean, phones: PhoneRow[]): RosterPage =>
    ({
      version: 1,
      full,
      server_time: genuine?.input.now ?? "",
      gate: { id: 1, name: "North gate", state: "open" },
      compound: { id: 1, name: "Miansi", time_zone: "Asia/Shanghai" },
      staff: null,
      guards: [],
      rules: {},
      keys: Object.entries(keys).map(([kid, key]) => ({ kid: Number(kid), public: key })),
      called_in,
      households: [],
      passes: [[3_184_402, "household", 1, "a", 7, 0, ""]],
      phones,
    }) as unknown as RosterPage;

  it("reads what a phone shows, and when", async () => {
    const roster = new Roster(page(true, []));
    const found = await findByToken(genuine?.input.text ?? "", roster, nobleVerify);
    assert.equal(found.pass?.number, 3_184_402);
    assert.equal(found.claims?.shown_at, "2020-02-14T00:00:00.000Z");
    assert.equal(found.claims?.unlinked, false);
  });

  it("knows a phone that was unlinked, also from a page of changes and after it", async () => {
    assert.ok(genuine && "phone" in genuine.expect);
    const first = new Roster(page(true, []));
    const second = new Roster(page(false, [[genuine.expect.phone, 0]]), first);
    const third = new Roster(page(false, []), second);
    const found = await findByToken(genuine.input.text, third, nobleVerify);
    assert.equal(found.claims?.unlinked, true);
    const whole = new Roster(page(true, []), third);
    assert.equal(whole.unlinked.size, 0);
  });
});
