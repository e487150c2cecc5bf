import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { nativeVerify } from "../src/core/ed25519";
import { closedUntil, CLOSED_MS, MOST_WRONG, oneMore } from "../src/core/guesses";
import { formatNumber, grouped } from "../src/core/number";
import { Conductor } from "../src/flow/conductor";
import { Memory } from "../src/flow/memory";
import type { Database } from "../src/store/database";
import { Unreachable } from "../src/sync/office";
import { wordsOf } from "../src/words";
import { TestOffice } from "./office";
import { freshDatabase, keepPage } from "./storage";

const MINUTE = 60_000;
let office: TestOffice;
let database: Database;
let conductor: Conductor;
let now: number;
let said: string[];

beforeEach(async () => {
  now = Date.UTC(2020, 1, 12, 4);
  said = [];
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.add(2, ["7", "1", "302"]);
  database = await freshDatabase();
  const page = office.roster(0);
  assert.ok(page);
  await keepPage(database, page);
  await open();
});

/** As after a reload: nothing but the disk is left. */
async function open(): Promise<void> {
  const memory = await Memory.load(database);
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("nobody there")) },
    verify: nativeVerify(crypto.subtle),
    feedback: {
      verdict() {},
      recorded() {},
      key() {},
      wrong: () => said.push("wrong"),
      aloud: (digits) => said.push(digits),
    },
    now: () => now,
    deliver: () => undefined,
  });
  await memory.shift.start(3, now);
  await conductor.guessing.restore();
  conductor.set({ known: true, shift: memory.shift.current });
  conductor.home();
}

/** Numbers that nobody has, each with its right check digit. */
async function guess(times: number): Promise<void> {
  for (let n = 0; n < times; n++) await conductor.lookUpNumber(formatNumber(70_000_000 + n));
}

const RIGHT = formatNumber(3_184_401);

describe("wrong numbers", () => {
  it("close the keys after the fifth within a quarter of an hour, for a quarter of an hour", () => {
    let wrong: number[] = [];
    for (let n = 0; n < MOST_WRONG; n++) {
      assert.equal(closedUntil(wrong, now), null);
      wrong = oneMore(wrong, now + n * MINUTE);
    }
    const last = now + 4 * MINUTE;
    assert.equal(closedUntil(wrong, last), last + CLOSED_MS);
    assert.equal(closedUntil(wrong, last + CLOSED_MS - 1), last + CLOSED_MS);
    assert.equal(closedUntil(wrong, last + CLOSED_MS), null);
  });

  it("are forgiven where they come slowly", () => {
    let wrong: number[] = [];
    for (let n = 0; n < 20; n++) wrong = oneMore(wrong, now + n * 4 * MINUTE);
    assert.equal(closedUntil(wrong, now + 80 * MINUTE), null);
    assert.equal(wrong.length, MOST_WRONG);
  });

  it("can't be shortened by setting the clock back", () => {
    const wrong = Array.from({ length: MOST_WRONG }, () => now);
    assert.equal(closedUntil(wrong, now - 60 * MINUTE), now - 60 * MINUTE + CLOSED_MS);
  });

  it("cost a device its keys, offline and across a restart, and a right one in between buys none", async () => {
    await guess(4);
    await conductor.lookUpNumber(RIGHT);
    assert.equal(conductor.state.screen.name, "verdict");
    await guess(1);
    await open();
    assert.equal(conductor.guessing.closedUntil, now + CLOSED_MS);
    await conductor.lookUpNumber(RIGHT);
    assert.deepEqual(conductor.state.screen, { name: "lookup", problem: "number.closed" });
    await conductor.scanned(RIGHT.replaceAll("-", ""), true);
    assert.deepEqual(conductor.state.screen, { name: "lookup", problem: "number.closed" });
    now += CLOSED_MS;
    await conductor.lookUpNumber(RIGHT);
    assert.equal(conductor.state.screen.name, "verdict");
  });

  it("close neither the camera, nor the doors, nor the way out of a fire", async () => {
    await guess(5);
    conductor.home();
    await conductor.scanned(office.token(3_184_401));
    assert.equal(conductor.state.screen.name, "verdict");
    const door = conductor.state.screen.name === "verdict" && conductor.state.screen.passage.household;
    assert.ok(door);
    conductor.show({ name: "lookup", problem: null });
    await conductor.lookUpHousehold(door);
    assert.equal(conductor.state.screen.name, "verdict");
    await conductor.emergency();
    const [kept] = await database.getAll("crossings");
    assert.equal(kept?.crossing.override?.reason, "emergency");
  });

  it("are no guesses while their check digit is wrong: it tells nothing of who has a pass", async () => {
    const [digits, last] = [RIGHT.slice(0, -1), Number(RIGHT.slice(-1))];
    for (let n = 0; n < 20; n++) await conductor.lookUpNumber(`${digits}${(last + 1) % 10}`);
    assert.equal(conductor.guessing.closedUntil, null);
    assert.equal(said.filter((one) => one === "wrong").length, 20);
  });
});

describe("a number", () => {
  it("is read aloud digit by digit in the groups that are printed, 1 as 幺", () => {
    assert.deepEqual(grouped("031844021"), ["0318", "4402", "1"]);
    assert.equal(wordsOf("zh").lookup.aloud(grouped("031844021")), "零三幺八，四四零二，幺");
    assert.equal(wordsOf("en").lookup.aloud(grouped("031844021")), "0 3 1 8, 4 4 0 2, 1");
  });

  it("is read back where a digit of it is wrong", async () => {
    await conductor.lookUpNumber("031844022");
    assert.deepEqual(said, ["wrong", "031844022"]);
  });
});
