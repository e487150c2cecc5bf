import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Conductor } from "../src/flow/conductor";
import { Memory } from "../src/flow/memory";
import { reasonOf } from "../src/flow/state";
import type { Database } from "../src/store/database";
import { Courier } from "../src/sync/courier";
import { Unreachable } from "../src/sync/office";
import { Watch } from "../src/sync/watch";
import { TestOffice } from "./office";
import { freshDatabase } from "./storage";

let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2020, 1, 12, 4);
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.add(2, ["7", "1", "302"]);
  office.addGuard(3, "王队长", "314159");
  database = await freshDatabase();
  memory = await Memory.load(database);
  const { page } = office.answer(0);
  if (page) await memory.apply(page);
  await memory.shift.start(3, now);
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("")) },
    verify: async () => true,
    feedback: { verdict() {}, recorded() {}, key() {}, wrong() {} },
    now: () => now,
    deliver: () => undefined,
  });
  conductor.set({
    known: true,
    shift: memory.shift.current,
    line: { heardAt: now - 90_000, offset: 1_234.5, reachable: false },
  });
  conductor.home();
});

const household = (id: number) => memory.roster?.households.get(id) ?? null;
const outside = (id: number) => memory.household(household(id))?.outsideSince ?? null;
const kept = async () =>
  (await database.getAllFromIndex("crossings", "byTime")).map((one) => one.crossing);

async function pass(id: number): Promise<void> {
  now += 1_000;
  const one = household(id);
  assert.ok(one);
  await conductor.lookUpHousehold(one);
  await conductor.record();
  await conductor.recorder.refresh();
}

async function undo(after = 5_000): Promise<void> {
  now += after;
  await conductor.undo();
  await conductor.recorder.refresh();
}

/** Send what waits and learn what changed. */
async function sync(): Promise<void> {
  const crossings = async (letter: { crossings: Parameters<TestOffice["take"]>[0] }) => ({
    server_time: "",
    results: office.take(letter.crossings) as never,
  });
  const door = {
    crossings,
    scans: async () => ({ results: [] }),
    signOns: async () => ({ results: [] }),
    roster: async (version: number) => office.answer(version),
  };
  await new Courier(memory, door, () => now, "test").round();
  await new Watch(memory, door, () => now).ask();
}

describe("an undo", () => {
  it("takes the last crossing back, and nothing of it is forgotten", async () => {
    await pass(1);
    assert.equal(outside(1), now);
    await undo();
    assert.equal(outside(1), null);
    const [exit, back] = await kept();
    assert.equal(back?.undoes, exit?.id);
    assert.notEqual(back?.id, exit?.id);
    assert.equal(back?.direction, "exit");
    assert.equal(back?.household_id, 1);
    assert.equal(back?.method, exit?.method);
    assert.equal(back?.reading_tenths, null);
    assert.deepEqual(back?.verdict, { outcome: "admit", reasons: ["crossing.undone"] });
    assert.equal(back?.clock_offset_ms, 1_235);
    assert.equal(back?.staff_id, 3);
    assert.equal(conductor.state.done?.undone, true);
    const [line, ...others] = conductor.state.recent;
    assert.equal(line?.undone, true, "one line, struck out");
    assert.equal(others.length, 0);
  });

  it("brings back what was before: who was out is out again", async () => {
    await pass(1);
    const since = outside(1);
    now += 600_000;
    await pass(1);
    assert.equal(outside(1), null);
    await undo();
    assert.equal(outside(1), since);
  });

  it("lets the household go again", async () => {
    await pass(1);
    await undo();
    await conductor.lookUpHousehold(household(1) ?? assert.fail());
    const { screen } = conductor.state;
    assert.ok(screen.name === "verdict");
    assert.equal(reasonOf(screen.passage.verdict), "exit.admitted");
  });

  it("is the same after a restart, and after the office has heard of both", async () => {
    await pass(1);
    await undo();
    memory = await Memory.load(database);
    assert.equal(outside(1), null);
    await sync();
    assert.equal(outside(1), null);
    assert.equal(await memory.unsent(), 0);
    await sync();
    assert.equal(outside(1), null);
  });

  it("holds while the office has heard of the crossing alone", async () => {
    await pass(1);
    await sync();
    await sync();
    assert.ok(outside(1));
    await conductor.recorder.refresh();
    await undo();
    assert.equal(outside(1), null);
    await sync();
    await sync();
    assert.equal(outside(1), null);
    assert.equal(office.households.get(1)?.[7], 0);
  });

  it("is too late after two minutes", async () => {
    await pass(1);
    await undo(120_000);
    assert.equal((await kept()).length, 1);
  });

  it("is for the last crossing, once, and not for an undo", async () => {
    await pass(1);
    await pass(2);
    await undo();
    await undo();
    const undone = (await kept()).filter((one) => one.undoes);
    assert.deepEqual(undone.map((one) => one.household_id), [2]);
  });

  it("is for the guard who recorded it", async () => {
    await pass(1);
    await memory.shift.start(4, now);
    await undo();
    assert.equal((await kept()).length, 1);
  });

  it("is one key on the keyboard, and works on the camera's screen alone", async () => {
    await pass(1);
    conductor.show({ name: "lookup", problem: null });
    conductor.key("u");
    assert.equal((await kept()).length, 1);
    conductor.home();
    conductor.key("u");
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await kept()).length, 2);
  });

  it("is recorded once, however often it is pressed", async () => {
    await pass(1);
    await Promise.all([conductor.undo(), conductor.undo(), conductor.undo()]);
    assert.equal((await kept()).length, 2);
  });
});
