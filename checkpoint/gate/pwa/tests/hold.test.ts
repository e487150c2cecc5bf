import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { Conductor } from "../src/flow/conductor";
import { RECORD_AFTER_MS } from "../src/flow/measuring";
import { Memory } from "../src/flow/memory";
import { reasonOf, type Passage } from "../src/flow/state";
import type { Database } from "../src/store/database";
import { Unreachable } from "../src/sync/office";
import { TestOffice } from "./office";
import { freshDatabase, keepPage } from "./storage";

const RED = 7;
const BLUE = 8;
const MINUTE = 60_000;
let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;
let now: number;
let delivered: number;
let called: number;

beforeEach(async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  now = Date.UTC(2020, 1, 12, 4);
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.add(2, ["7", "1", "302"]);
  office.instruments.push(
    { id: RED, name: "红", offset_tenths: 0 },
    { id: BLUE, name: "蓝", offset_tenths: 2 },
  );
  database = await freshDatabase();
  const page = office.roster(0);
  assert.ok(page);
  await keepPage(database, page);
  await start();
  await take(1, "red", "365");
  await database.clear("crossings");
  delivered = called = 0;
  await start();
});

afterEach(() => mock.timers.reset());

/** The device as it comes up, on what its disk holds. */
async function start(): Promise<void> {
  memory = await Memory.load(database);
  const settings = conductor?.state.settings;
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("")) },
    verify: async () => true,
    feedback: { verdict() {}, recorded() {}, key() {}, wrong() {}, ready: () => called++ },
    now: () => now,
    deliver: () => delivered++,
  });
  await conductor.holding.restore();
  await memory.shift.start(3, now);
  conductor.set({ known: true, shift: memory.shift.current, ...(settings ? { settings } : {}) });
  conductor.home();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function type(keys: string, instrument?: "red" | "blue"): Promise<void> {
  conductor.measure();
  if (instrument) conductor.measuring.choose(instrument === "red" ? RED : BLUE);
  for (const key of keys) conductor.press(key);
  mock.timers.tick(RECORD_AFTER_MS);
  await settled();
}

async function take(id: number, instrument: "red" | "blue", keys: string): Promise<void> {
  const household = memory.roster?.households.get(id);
  assert.ok(household);
  await conductor.lookUpHousehold(household);
  await type(keys, instrument);
}

async function resume(): Promise<void> {
  const [hold] = conductor.state.holds;
  assert.ok(hold);
  await conductor.resume(hold.id);
}

function passage(): Passage {
  const { screen } = conductor.state;
  assert.ok("passage" in screen, `the screen is ${screen.name}`);
  return screen.passage;
}

const reason = () => reasonOf(passage().verdict);
const crossings = async () => (await database.getAll("crossings")).map((one) => one.crossing);

describe("a high reading", () => {
  beforeEach(() => take(1, "red", "376"));

  it("records nothing, and puts the household on the list with its timer", async () => {
    assert.equal(reason(), "reading.high");
    assert.deepEqual(await crossings(), []);
    const [hold] = conductor.state.holds;
    assert.equal(hold?.householdId, 1);
    assert.equal(hold?.readyAt, now + 5 * MINUTE);
  });

  it("lets the next one come meanwhile, and several wait, the first one first", async () => {
    conductor.home();
    now += MINUTE;
    await take(2, "red", "375");
    conductor.home();
    assert.deepEqual(
      conductor.state.holds.map((one) => one.householdId),
      [1, 2],
    );
  });

  it("calls the guard once, when the time is over", () => {
    now += 5 * MINUTE - 1;
    mock.timers.tick(5 * MINUTE - 1);
    assert.equal(called, 0);
    now += 1;
    mock.timers.tick(1);
    mock.timers.tick(5 * MINUTE);
    assert.equal(called, 1);
  });

  it("is called for in whole milliseconds, where the office's clock is half of one ahead", async () => {
    conductor.set({ line: { ...conductor.state.line, offset: 0.5 } });
    await take(2, "red", "376");
    const hold = conductor.state.holds.find(({ householdId }) => householdId === 2);
    assert.equal(hold?.readyAt, now + 5 * MINUTE);
  });

  it("is still waited for after the device was switched off and on", async () => {
    conductor.home();
    await start();
    assert.equal(conductor.state.holds.length, 1);
    now += 5 * MINUTE;
    await resume();
    assert.deepEqual(passage().readings.length, 1);
    await type("377", "blue");
    assert.equal(reason(), "reading.fever");
  });

  it("cannot be left behind by scanning the card again", async () => {
    conductor.home();
    now += MINUTE;
    await conductor.scanned(office.token(3_184_401));
    assert.equal(passage().readings[0]?.tenths, 376);
    assert.equal(reason(), "reading.high");
  });

  it("cannot be recorded as an exit, nor can the thermometer be skipped", async () => {
    await conductor.record();
    conductor.measure();
    await conductor.measuring.skip();
    assert.deepEqual(await crossings(), []);
  });

  it("asks which thermometer is in hand, and takes no digit before", async () => {
    now += 5 * MINUTE;
    conductor.measure();
    conductor.press("3");
    const { screen } = conductor.state;
    assert.ok(screen.name === "keypad" && screen.typed === "" && screen.instrument === null);
    conductor.measuring.choose(BLUE);
    conductor.press("3");
    assert.ok(conductor.state.screen.name === "keypad" && conductor.state.screen.typed === "3");
    assert.equal(conductor.state.settings.instrument, RED, "the other one is a guest");
  });

  it("is confirmed by another one after the rest, corrected by its offset, and told at once", async () => {
    now += 5 * MINUTE;
    await type("372", "blue");
    assert.equal(reason(), "reading.fever");
    assert.equal(passage().verdict.outcome, "refuse");
    const [crossing] = await crossings();
    assert.equal(crossing?.verdict.outcome, "refuse");
    assert.equal(crossing?.reading_tenths, 374);
    assert.deepEqual(crossing?.readings, [
      {
        tenths: 376,
        offset_tenths: 0,
        instrument_id: RED,
        taken_at: new Date(now - 5 * MINUTE).toISOString(),
      },
      {
        tenths: 374,
        offset_tenths: 2,
        instrument_id: BLUE,
        taken_at: new Date(now).toISOString(),
      },
    ]);
    assert.ok(delivered > 0);
    assert.deepEqual(conductor.state.holds, []);
    await conductor.accept();
    assert.equal((await crossings()).length, 1, "and only once");
    assert.equal(conductor.state.screen.name, "scan");
  });

  it("is cleared by a normal one: recorded with both, and off the list", async () => {
    now += 5 * MINUTE;
    await type("368", "blue");
    const [crossing] = await crossings();
    assert.equal(crossing?.verdict.outcome, "admit");
    assert.deepEqual(
      crossing?.readings?.map(({ tenths }) => tenths),
      [376, 370],
    );
    assert.deepEqual(conductor.state.holds, []);
  });

  it("counts neither too soon nor from the same thermometer", async () => {
    now += 5 * MINUTE - 1;
    await type("376", "blue");
    assert.equal(reason(), "reading.too_soon");
    now += MINUTE;
    await type("376", "red");
    assert.equal(reason(), "reading.same_instrument");
    assert.equal(conductor.state.holds.length, 1);
    await type("376", "blue");
    assert.equal(reason(), "reading.fever");
  });

  it("of somebody who then goes home is a refusal on record", async () => {
    await conductor.accept();
    const [crossing] = await crossings();
    assert.equal(crossing?.verdict.outcome, "refuse");
    assert.deepEqual(crossing?.verdict.reasons, ["reading.high"]);
    assert.equal(crossing?.reading_tenths, 376);
    assert.deepEqual(conductor.state.holds, []);
    assert.equal(memory.household(memory.roster?.households.get(1) ?? null)?.outsideSince, null);
  });

  it("never keeps anybody from a fire, and nobody waits who is gone", async () => {
    await conductor.emergency();
    const [crossing] = await crossings();
    assert.equal(crossing?.override?.reason, "emergency");
    assert.deepEqual(conductor.state.holds, []);
  });
});

describe("a fever on the way home", () => {
  it("is never simply refused: the resident is let in, and it is on record", async () => {
    await take(1, "red", "365");
    now += 30 * MINUTE;
    await take(1, "red", "378");
    assert.equal(passage().direction, "entry");
    now += 5 * MINUTE;
    await type("378", "blue");
    assert.equal(reason(), "reading.fever");
    assert.equal(passage().verdict.outcome, "ask");
    await conductor.record();
    const entry = (await crossings()).find((one) => one.direction === "entry");
    assert.equal(entry?.verdict.outcome, "ask");
    assert.equal(entry?.reading_tenths, 380);
    assert.deepEqual(conductor.state.holds, []);
  });
});

describe("the thermometer", () => {
  it("is asked for once, and then it is the device's own", async () => {
    conductor.set({ settings: { ...conductor.state.settings, instrument: 0 } });
    const household = memory.roster?.households.get(2);
    assert.ok(household);
    await conductor.lookUpHousehold(household);
    conductor.measure();
    assert.ok(conductor.state.screen.name === "keypad");
    assert.equal(conductor.state.screen.instrument, null);
    conductor.measuring.choose(BLUE);
    assert.equal(conductor.state.settings.instrument, BLUE);
    conductor.stepBack();
    conductor.measure();
    assert.ok(conductor.state.screen.name === "keypad");
    assert.equal(conductor.state.screen.instrument, BLUE);
  });

  it("that is the only one is not asked for, and may measure twice", async () => {
    office.instruments.splice(1);
    office.touch(0);
    const page = office.roster(1);
    assert.ok(page);
    await memory.apply(page);
    const household = memory.roster?.households.get(2);
    assert.ok(household);
    await conductor.lookUpHousehold(household);
    await type("376");
    now += 5 * MINUTE;
    await type("376");
    assert.equal(reason(), "reading.fever");
  });

  it("whose offset leads out of range is no reading", async () => {
    await take(2, "blue", "430");
    const { screen } = conductor.state;
    assert.ok(screen.name === "keypad" && screen.problem === "reading.out_of_range");
  });
});
