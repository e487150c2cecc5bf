import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { isPinOf, waitAfter } from "../src/core/pin";
import { Conductor } from "../src/flow/conductor";
import { Memory } from "../src/flow/memory";
import type { SignOnScreen } from "../src/flow/state";
import { keep, type Database } from "../src/store/database";
import { Unreachable } from "../src/sync/office";
import { TestOffice } from "./office";
import { freshDatabase } from "./storage";

let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;
let now: number;

const credential = {
  credential: "1.secret",
  device: { id: 7, name: "red phone" },
  gate: { id: 1, name: "北门" },
  compound: { id: 1, name: "棉四生活区" },
  community: { name: "棉四社区", phone: "" },
};

beforeEach(async () => {
  now = Date.UTC(2020, 1, 12, 4);
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.addGuard(3, "王队长", "314159");
  office.addGuard(4, "李阿姨", "271828");
  database = await freshDatabase();
  await keep(database, "credential", credential);
  memory = await Memory.load(database);
  await learn();
  open();
});

afterEach(() => mock.timers.reset());

async function learn(): Promise<void> {
  const { page } = office.answer(memory.version());
  if (page) await memory.apply(page);
}

function open(): void {
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("")) },
    verify: async () => true,
    feedback: { verdict() {}, recorded() {}, key() {}, wrong() {} },
    now: () => now,
    deliver: () => undefined,
  });
  conductor.set({ credential, known: memory.roster !== null, shift: memory.shift.current });
  conductor.home();
}

async function type(pin: string): Promise<void> {
  for (const key of pin) await conductor.signing.press(key);
}

function screen(): SignOnScreen {
  const shown = conductor.state.screen;
  assert.ok(shown.name === "sign-on", shown.name);
  return shown;
}

describe("a PIN", () => {
  it("is right or wrong in the same way by the browser and by the library", async () => {
    const [guard] = office.guards;
    assert.ok(guard);
    for (const subtle of [crypto.subtle, undefined]) {
      assert.equal(await isPinOf(guard, "314159", 1_000, subtle), true);
      assert.equal(await isPinOf(guard, "314158", 1_000, subtle), false);
      assert.equal(await isPinOf(guard, "314159", 1_001, subtle), false);
    }
    assert.equal(await isPinOf({ ...guard, verifier: "" }, "314159", 1_000), false);
  });

  it("is free five times, then costs half a minute, doubling up to an hour", () => {
    const seconds = (wrong: number) => waitAfter({ wrong, at: now }, now) / 1000;
    assert.deepEqual([0, 4, 5, 6, 7, 30].map(seconds), [0, 0, 30, 60, 120, 3_600]);
    const tried = { wrong: 5, at: now };
    assert.equal(waitAfter(tried, now + 30_000), 0);
    assert.equal(waitAfter(tried, now - 86_400_000), 30_000, "a clock set back shortens nothing");
  });
});

describe("signing on", () => {
  it("is a name and six digits, and it is on disk before the camera is there", async () => {
    assert.equal(screen().guard, null);
    conductor.signing.choose(4);
    await type("271828");
    assert.equal(conductor.state.screen.name, "scan");
    assert.equal((await Memory.load(database)).shift.current?.staff_id, 4);
    assert.equal((await memory.signOns(10)).length, 1);
  });

  it("says that a PIN was wrong, and takes the right one after it", async () => {
    conductor.signing.choose(4);
    await type("314159");
    assert.equal(screen().problem, "wrong");
    assert.equal(screen().typed, "");
    await type("271828");
    assert.equal(conductor.state.screen.name, "scan");
  });

  it("takes no PIN for half a minute after five wrong ones, also after a restart", async () => {
    conductor.signing.choose(4);
    for (let trial = 0; trial < 5; trial++) await type("000000");
    assert.equal(screen().problem, "wait");
    await type("271828");
    assert.equal(screen().typed, "");
    memory = await Memory.load(database);
    open();
    conductor.signing.choose(4);
    assert.equal(screen().until, now + 30_000);
    now += 30_000;
    await type("271828");
    assert.equal(conductor.state.screen.name, "scan");
    await conductor.signing.off();
    conductor.signing.choose(4);
    await type("000000");
    assert.equal(screen().problem, "wrong", "the right one cleared the count");
  });

  it("counts for each guard, so that one cannot lock out another", async () => {
    conductor.signing.choose(4);
    for (let trial = 0; trial < 5; trial++) await type("000000");
    conductor.signing.over();
    conductor.signing.choose(3);
    await type("314159");
    assert.equal(conductor.state.screen.name, "scan");
  });

  it("counts a trial before it looks, so that pulling the plug wins nothing", async () => {
    mock.method(memory.shift, "clearTrials", () => Promise.reject(new Error("off")));
    conductor.signing.choose(4);
    for (let trial = 0; trial < 5; trial++) await type("271828");
    memory = await Memory.load(database);
    assert.equal(memory.shift.wait(4, now), 30_000);
    assert.equal(memory.shift.current, null);
  });

  it("can be corrected, left, and done on a keyboard", async () => {
    conductor.signing.choose(3);
    for (const key of ["3", "9", "Backspace", "1"]) conductor.key(key);
    assert.equal(screen().typed, "31");
    conductor.key("Escape");
    assert.equal(screen().guard, null);
  });

  it("ends the sign-on before it, and says when", async () => {
    await memory.shift.start(3, now);
    const first = memory.shift.current?.id ?? "";
    now += 60_000;
    await memory.shift.start(4, now);
    const reports = await memory.signOns(10);
    const ended = reports.find(({ id }) => id === first)?.ended_at;
    assert.equal(ended, new Date(now).toISOString());
    assert.equal(reports.length, 2);
  });
});

describe("a guard who is not on the list any more", () => {
  beforeEach(async () => {
    conductor.signing.choose(4);
    await type("271828");
    office.removeGuard(4);
    await learn();
  });

  it("is signed off", async () => {
    await conductor.signing.fit();
    assert.equal(screen().guard, null);
    assert.ok((await memory.signOns(10))[0]?.ended_at);
  });

  it("serves whoever stands at the gate first", async () => {
    const household = memory.roster?.households.get(1);
    assert.ok(household);
    await conductor.lookUpHousehold(household);
    await conductor.signing.fit();
    assert.equal(conductor.state.screen.name, "verdict");
    await conductor.record();
    assert.equal((await database.getAll("crossings"))[0]?.crossing.staff_id, 4);
    await conductor.signing.fit();
    assert.equal(conductor.state.screen.name, "sign-on");
  });
});

describe("an emergency", () => {
  const emergencies = async () =>
    (await database.getAll("crossings")).filter((one) => one.crossing.override);

  it("needs nobody signed on", async () => {
    await conductor.emergency();
    assert.equal(conductor.state.screen.name, "sign-on");
    const [one] = await emergencies();
    assert.equal(one?.crossing.staff_id, null);
    assert.equal(one?.crossing.override?.reason, "emergency");
  });

  it("needs no roster either", async () => {
    await memory.wipe();
    open();
    assert.equal(conductor.state.screen.name, "starting");
    await conductor.emergency();
    const [one] = await emergencies();
    assert.equal(one?.crossing.gate_id, 1);
    assert.equal(one?.crossing.roster_version, 0);
    assert.equal(conductor.state.screen.name, "starting");
  });
});
