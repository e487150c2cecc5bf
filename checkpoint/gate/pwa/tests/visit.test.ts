import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { untilOf, NEW_DRAFT, readDraft } from "../src/core/draft";
import { Conductor } from "../src/flow/conductor";
import { RECORD_AFTER_MS } from "../src/flow/measuring";
import { Memory } from "../src/flow/memory";
import { reasonOf, type Passage, type VisitorScreen } from "../src/flow/state";
import { nativeVerify } from "../src/core/ed25519";
import type { Crossing, Purpose } from "../src/core/types";
import type { Database } from "../src/store/database";
import { Unreachable, type Earlier } from "../src/sync/office";
import { TestOffice } from "./office";
import { freshDatabase, keepPage } from "./storage";

const MINUTE = 60_000;
const ZONE = "Asia/Shanghai";
const PHONE = "13800138000";
let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;
let now: number;
let earlier: (phone: string) => Promise<Earlier>;

beforeEach(async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  now = Date.UTC(2020, 1, 12, 4);
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.register("冀A12345", "resident", 1, 1);
  database = await freshDatabase();
  earlier = () => Promise.reject(new Unreachable("nobody there"));
  await begin();
});

afterEach(() => mock.timers.reset());

/** The device on what the office says now. */
async function begin(): Promise<void> {
  const page = office.roster(0);
  assert.ok(page);
  await keepPage(database, page);
  await restart();
}

/** The device as it comes up, on what its disk holds. */
async function restart(): Promise<void> {
  memory = await Memory.load(database);
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("")), earlier: (one) => earlier(one) },
    verify: nativeVerify(crypto.subtle),
    feedback: { verdict() {}, recorded() {}, key() {}, wrong() {} },
    now: () => now,
    deliver: () => undefined,
  });
  await memory.shift.start(3, now);
  conductor.set({ known: true, shift: memory.shift.current });
  conductor.home();
}

const crossings = async (): Promise<Crossing[]> => {
  const all = await database.getAllFromIndex("crossings", "byTime");
  return all.map(({ crossing }) => crossing);
};
const door = () => memory.roster?.households.get(1) ?? null;

function passage(): Passage {
  const { screen } = conductor.state;
  assert.ok("passage" in screen, `the screen is ${screen.name}`);
  return screen.passage;
}

function form(): VisitorScreen {
  const { screen } = conductor.state;
  assert.ok(screen.name === "visitor", `the screen is ${screen.name}`);
  return screen;
}

/** Somebody is registered; shows the verdict. */
async function register(name = "陈小明", purpose: Purpose = "repair"): Promise<void> {
  conductor.visiting.start();
  conductor.visiting.change({ name, phone: PHONE, purpose, people: 2 });
  conductor.visiting.choose(door());
  await conductor.visiting.submit();
}

async function measure(keys = "365"): Promise<void> {
  conductor.measure();
  for (const key of keys) conductor.press(key);
  mock.timers.tick(RECORD_AFTER_MS);
  await settled();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("a visitor", () => {
  it("is registered, measured and recorded as one crossing that tells of the visit", async () => {
    await register();
    assert.equal(reasonOf(passage().verdict), "entry.admitted");
    await measure();
    const [crossing, ...others] = await crossings();
    assert.equal(others.length, 0);
    assert.equal(crossing?.method, "visit");
    assert.equal(crossing?.household_id, 1);
    assert.equal(crossing?.party_size, 2);
    assert.equal(crossing?.visit?.name, "陈小明");
    assert.equal(crossing?.visit?.phone, PHONE);
    assert.ok(crossing?.visit_id);
    assert.equal(Date.parse(crossing?.visit?.expected_until ?? "") - now, 60 * MINUTE);
  });

  it("says nothing of who is out of the household", async () => {
    await register();
    await measure();
    const home = door();
    assert.ok(home);
    assert.equal(conductor.isOutside(home), false);
    await conductor.scanned(office.token(3_184_401));
    assert.equal(passage().direction, "exit");
    assert.equal(reasonOf(passage().verdict), "exit.admitted");
  });

  it("is inside until one press lets them out, and both survive a restart", async () => {
    await register();
    await measure();
    await restart();
    const [visit] = conductor.visiting.inside;
    assert.equal(visit?.name, "陈**");
    now += 90 * MINUTE;
    await conductor.visiting.leave(visit?.id ?? "");
    const [, exit] = await crossings();
    assert.equal(exit?.visit_id, visit?.id);
    assert.deepEqual(exit?.verdict.reasons, ["exit.admitted", "visit.overstayed"]);
    assert.equal(exit?.visit, null);
    await restart();
    assert.deepEqual(conductor.visiting.inside, []);
  });

  it("is inside once, when the office knows of it as well", async () => {
    await register();
    await measure();
    office.take(await crossings());
    await begin();
    assert.equal(conductor.visiting.inside.length, 1);
  });

  it("is not inside when the guard took it back", async () => {
    await register();
    await measure();
    await conductor.recorder.refresh();
    await conductor.undo();
    await settled();
    assert.equal((await crossings()).length, 2);
    assert.deepEqual(conductor.visiting.inside, []);
  });

  it("who is refused is recorded too, and is not inside", async () => {
    office.deny("phone", PHONE);
    await begin();
    await register();
    assert.equal(reasonOf(passage().verdict), "visitor.denied");
    await conductor.accept();
    const [crossing] = await crossings();
    assert.equal(crossing?.verdict.outcome, "refuse");
    assert.equal(crossing?.override, null);
    assert.equal(crossing?.visit?.name, "陈小明");
    assert.deepEqual(conductor.visiting.inside, []);
  });

  it("with a name on the deny list is in doubt", async () => {
    office.deny("name", "陈小明");
    await begin();
    await register("陈 小 明");
    assert.equal(passage().verdict.outcome, "ask");
    assert.equal(reasonOf(passage().verdict), "visitor.maybe_denied");
  });

  it("with a plate on the deny list does not come in", async () => {
    office.deny("plate", "京B12345");
    await begin();
    conductor.visiting.start();
    const vehicle = { plate: "京B12345", kind: "visitor" as const, disinfected: true };
    conductor.visiting.change({ name: "陈", phone: PHONE, purpose: "family", vehicle });
    conductor.visiting.choose(null);
    await conductor.visiting.submit();
    assert.equal(reasonOf(passage().verdict), "visitor.denied");
  });

  it("waits for the host where the rules say so, and comes in once the host was asked", async () => {
    office.setRules({ visitors: "confirmed" });
    await begin();
    await register();
    assert.equal(reasonOf(passage().verdict), "visitor.unconfirmed");
    await conductor.visiting.confirm(passage(), "phone");
    assert.equal(reasonOf(passage().verdict), "entry.admitted");
    await measure();
    assert.equal((await crossings())[0]?.visit?.host_confirmed, "phone");
  });

  it("with a fever is held, measured again, refused and recorded", async () => {
    await register();
    await measure("378");
    assert.equal(reasonOf(passage().verdict), "reading.high");
    conductor.home();
    const [hold] = conductor.state.holds;
    assert.equal(hold?.visit?.visit.name, "陈**");
    await conductor.scanned(office.token(3_184_401));
    assert.deepEqual(passage().readings, [], "the household is somebody else");
    conductor.home();
    now += 6 * MINUTE;
    await conductor.resume(hold?.id ?? "");
    await measure("379");
    assert.equal(reasonOf(passage().verdict), "reading.fever");
    assert.equal((await crossings())[0]?.verdict.outcome, "refuse");
    assert.deepEqual(conductor.visiting.inside, []);
    await conductor.accept();
    assert.equal((await crossings()).length, 1);
  });

  it("from rescue is asked for nothing", async () => {
    office.setRules({ visitors: "closed", vehicles: "closed" });
    await begin();
    conductor.visiting.start();
    conductor.visiting.change({ purpose: "emergency_service" });
    await conductor.visiting.submit();
    assert.equal(reasonOf(passage().verdict), "entry.admitted");
    await measure();
    assert.equal((await crossings())[0]?.visit?.phone, "");
  });
});

describe("the form", () => {
  it("names everything that is missing, and forgets it where something is typed", async () => {
    conductor.visiting.start();
    await conductor.visiting.submit();
    assert.deepEqual(form().problems, {
      name: "name.empty",
      phone: "phone.empty",
      purpose: "purpose.empty",
      household: "household.empty",
    });
    conductor.visiting.change({ name: "陈" });
    conductor.visiting.choose(null);
    assert.deepEqual(Object.keys(form().problems), ["phone", "purpose"]);
    assert.equal((await crossings()).length, 0);
  });

  it("is as it was after a step back from the verdict", async () => {
    await register();
    conductor.stepBack();
    assert.equal(form().draft.name, "陈小明");
    assert.equal(form().draft.household?.id, 1);
  });

  it("offers whom they came to the last time, where the office answers", async () => {
    const at = "2020-02-10T04:00:00Z";
    const last = { masked_name: "陈**", purpose: "repair" as const, household_id: 1, at };
    const nothing = { times: 0, refused: 0, last: null, denied: false };
    earlier = async (phone) =>
      phone === PHONE ? { ...nothing, times: 2, last: { ...last, inside: false } } : nothing;
    conductor.visiting.start();
    conductor.visiting.change({ phone: "138 0013 8000" });
    await settled();
    assert.equal(form().earlier?.last?.masked_name, "陈**");
    conductor.visiting.fillIn();
    assert.equal(form().draft.purpose, "repair");
    assert.equal(form().draft.household?.id, 1);
    assert.equal(form().draft.name, "", "a name is nobody's business");
    assert.equal(form().earlier, null);
  });

  it("goes on without an office", async () => {
    conductor.visiting.start();
    conductor.visiting.change({ phone: PHONE });
    await settled();
    assert.equal(form().earlier, null);
  });

  it("takes a time of day for the next one that comes", () => {
    const at = Date.UTC(2020, 1, 12, 15); // 23:00 there
    const until = (time: string) => untilOf({ ...NEW_DRAFT, minutes: null, time }, at, ZONE);
    assert.equal(until("23:30"), at + 30 * MINUTE);
    assert.equal(until("01:00"), at + 120 * MINUTE);
    assert.equal(until("22:00"), null, "that was an hour ago");
    assert.equal(until(""), null);
  });

  it("cuts nothing off that the office would refuse", () => {
    const draft = { ...NEW_DRAFT, name: "x".repeat(200), phone: PHONE, nowhere: true };
    const read = readDraft({ ...draft, purpose: "other" }, now, ZONE);
    assert.ok("shape" in read);
    assert.equal(read.shape.name.length, 80);
  });
});

describe("a visitor pass", () => {
  const VISIT = "11111111-1111-4111-8111-111111111111";
  const NUMBER = 3_190_007;

  beforeEach(async () => {
    office.expect(VISIT, 1, now - 5 * MINUTE, now + 60 * MINUTE, NUMBER);
    await begin();
  });

  it("opens its visit and closes it", async () => {
    await conductor.scanned(office.token(NUMBER));
    assert.equal(passage().direction, "entry");
    await measure();
    assert.equal(conductor.visiting.inside[0]?.id, VISIT);
    now += 10 * MINUTE;
    await conductor.scanned(office.token(NUMBER));
    assert.equal(passage().direction, "exit");
    await conductor.record();
    const [entry, exit] = await crossings();
    assert.deepEqual([entry?.visit_id, exit?.visit_id], [VISIT, VISIT]);
    assert.equal(entry?.visit, null);
    assert.deepEqual(conductor.visiting.inside, []);
  });

  it("works once", async () => {
    await conductor.scanned(office.token(NUMBER));
    await measure();
    await conductor.visiting.leave(VISIT);
    now += MINUTE;
    await conductor.scanned(office.token(NUMBER));
    assert.equal(reasonOf(passage().verdict), "visit.used");
  });

  it("does not open after its time", async () => {
    now += 61 * MINUTE;
    await conductor.scanned(office.token(NUMBER));
    assert.equal(reasonOf(passage().verdict), "visit.over");
  });

  it("that was left at home is found in the list", async () => {
    assert.equal(conductor.visiting.expected[0]?.id, VISIT);
    await conductor.visiting.arrive(VISIT);
    assert.equal(passage().method, "visit");
    await measure();
    assert.equal((await crossings())[0]?.visit_id, VISIT);
  });
});

describe("a vehicle", () => {
  it("is recognised from the register and sent with the crossing of a resident", async () => {
    await conductor.scanned(office.token(3_184_401));
    await conductor.turn("entry");
    conductor.show({ name: "vehicle", passage: passage() });
    conductor.setVehicle({ plate: "冀A12345", kind: "unknown", disinfected: true });
    assert.equal(conductor.state.screen.name, "verdict");
    assert.equal(passage().vehicle?.kind, "resident");
    await measure();
    assert.deepEqual((await crossings())[0]?.vehicle, {
      plate: "冀A12345",
      kind: "resident",
      disinfected: true,
    });
  });

  it("that delivers goes only to the hand-over point", async () => {
    office.setRules({ vehicles: "residents" });
    await begin();
    conductor.visiting.start();
    const vehicle = { plate: "冀A22222", kind: "delivery" as const, disinfected: true };
    conductor.visiting.change({ name: "陈", phone: PHONE, purpose: "delivery", vehicle });
    conductor.visiting.choose(null);
    await conductor.visiting.submit();
    assert.equal(passage().verdict.outcome, "admit");
    assert.ok(passage().verdict.reasons.includes("vehicle.hand_over"));
  });

  it("of a stranger stays outside where only residents drive, and they may walk in", async () => {
    office.setRules({ vehicles: "residents" });
    await begin();
    await register();
    conductor.show({ name: "vehicle", passage: passage() });
    conductor.setVehicle({ plate: "京B12345", kind: "visitor", disinfected: false });
    assert.equal(reasonOf(passage().verdict), "vehicle.residents_only");
    conductor.show({ name: "vehicle", passage: passage() });
    conductor.setVehicle(null);
    assert.equal(reasonOf(passage().verdict), "entry.admitted");
  });
});
