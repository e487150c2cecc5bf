import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { nativeVerify } from "../src/core/ed25519";
import { Conductor } from "../src/flow/conductor";
import { RECORD_AFTER_MS } from "../src/flow/measuring";
import { Memory } from "../src/flow/memory";
import { reasonOf, type Passage } from "../src/flow/state";
import type { Database, KeptCrossing } from "../src/store/database";
import { Unreachable, type Judgement, type Question } from "../src/sync/office";
import { TestOffice } from "./office";
import { freshDatabase, keepPage } from "./storage";

let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;
let felt: string[];
let judge: (question: Question) => Promise<Judgement>;
const now = Date.UTC(2020, 1, 12, 4);

beforeEach(async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.add(2, ["7", "1", "302"]);
  database = await freshDatabase();
  const page = office.roster(0);
  assert.ok(page);
  await keepPage(database, page);
  memory = await Memory.load(database);
  felt = [];
  judge = () => Promise.reject(new Unreachable("nobody there"));
  const feedback = {
    verdict: (passage: Passage) => felt.push(passage.verdict.outcome),
    recorded: () => felt.push("recorded"),
    key: () => undefined,
    wrong: () => felt.push("wrong"),
  };
  conductor = new Conductor({
    memory,
    office: { judge: (question) => judge(question) },
    verify: nativeVerify(crypto.subtle),
    feedback,
    now: () => now,
    deliver: () => undefined,
  });
  await memory.shift.start(3, now);
  conductor.set({ known: true, shift: memory.shift.current });
  conductor.home();
});

afterEach(() => mock.timers.reset());

const kept = (): Promise<KeptCrossing[]> => database.getAll("crossings");
const only = async () => {
  const all = await kept();
  assert.equal(all.length, 1);
  return all[0]?.crossing;
};

/** The passage that is shown, on whichever screen. */
function passage(): Passage {
  const { screen } = conductor.state;
  assert.ok("passage" in screen, `the screen is ${screen.name}`);
  return screen.passage;
}

async function takeTemperature(keys: string): Promise<void> {
  conductor.measure();
  for (const key of keys) conductor.press(key);
  mock.timers.tick(RECORD_AFTER_MS);
  await settled();
}

/** Let what was started in passing come to its end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("a passage", () => {
  it("is a scan, one press, three digits: four presses in all, and it is on disk", async () => {
    await conductor.scanned(office.token(3_184_401));
    assert.equal(conductor.state.screen.name, "verdict");
    assert.equal(reasonOf(passage().verdict), "exit.admitted");
    await takeTemperature("365");
    const crossing = await only();
    assert.equal(crossing?.reading_tenths, 365);
    assert.equal(crossing?.household_id, 1);
    assert.equal(crossing?.direction, "exit");
    assert.equal(crossing?.token?.length, 120);
    assert.equal(conductor.state.screen.name, "scan");
    assert.equal(conductor.state.unsent, 1);
    assert.deepEqual(felt, ["admit", "recorded"]);
  });

  it("says 'recorded' only when the disk has it", async () => {
    await conductor.scanned(office.token(3_184_401));
    conductor.measure();
    let onDisk = -1;
    conductor.subscribe(() => {
      if (conductor.state.done && onDisk < 0) void kept().then((all) => (onDisk = all.length));
    });
    for (const key of "365") conductor.press(key);
    mock.timers.tick(RECORD_AFTER_MS);
    assert.equal(conductor.state.done, null);
    await settled();
    assert.equal(onDisk, 1);
  });

  it("is not recorded, and says so, when the disk refuses", async () => {
    await conductor.scanned(office.token(3_184_401));
    mock.method(memory, "record", () =>
      Promise.reject(new DOMException("full", "QuotaExceededError")),
    );
    await takeTemperature("365");
    assert.equal(conductor.state.unkept, true);
    assert.equal(conductor.state.done, null);
    assert.equal(conductor.state.screen.name, "keypad");
    assert.ok(felt.includes("wrong"));
  });

  it("is recorded once, however often the button is pressed", async () => {
    await conductor.scanned(office.token(3_184_401));
    conductor.measure();
    for (const key of "365") conductor.press(key);
    await Promise.all([conductor.record(), conductor.record(), conductor.record()]);
    mock.timers.tick(RECORD_AFTER_MS * 3);
    await settled();
    await only();
  });

  it("is not recorded while a digit is being corrected", async () => {
    await conductor.scanned(office.token(3_184_401));
    conductor.measure();
    for (const key of "364") conductor.press(key);
    mock.timers.tick(RECORD_AFTER_MS - 1);
    conductor.press("back");
    mock.timers.tick(RECORD_AFTER_MS * 2);
    await settled();
    assert.equal((await kept()).length, 0);
    conductor.press("5");
    mock.timers.tick(RECORD_AFTER_MS);
    await settled();
    assert.equal((await only())?.reading_tenths, 365);
  });

  it("proposes the way home once the household is out", async () => {
    await conductor.scanned(office.token(3_184_401));
    await takeTemperature("365");
    await conductor.scanned(office.token(3_184_401));
    assert.equal(passage().direction, "entry");
    assert.equal(reasonOf(passage().verdict), "entry.admitted");
    await conductor.turn("exit");
    assert.equal(reasonOf(passage().verdict), "household.already_out");
  });

  it("starts by the number on the card or at the door just as well", async () => {
    await conductor.lookUpNumber("0318-4401-0");
    assert.equal(conductor.state.screen.name, "lookup", "a wrong check digit is told");
    await conductor.scanned("0318-4402-1\r", true);
    assert.equal(passage().method, "number");
    const household = memory.roster?.households.get(1);
    assert.ok(household);
    await conductor.lookUpHousehold(household);
    assert.equal(passage().method, "address");
    assert.equal(reasonOf(passage().verdict), "exit.admitted");
  });

  it("cannot be pushed aside by the next card", async () => {
    await conductor.scanned(office.token(3_184_401));
    await conductor.scanned(office.token(3_184_402));
    assert.equal(passage().household?.id, 1);
  });
});

describe("a temperature", () => {
  beforeEach(() => conductor.scanned(office.token(3_184_401)));

  it("that is too low asks, and may be recorded as it is", async () => {
    await takeTemperature("341");
    assert.equal(passage().verdict.outcome, "ask");
    assert.deepEqual(passage().verdict.reasons, ["reading.too_cold"]);
    await conductor.record();
    assert.equal((await only())?.reading_tenths, 341);
  });

  it("that nobody has is asked for again", async () => {
    conductor.measure();
    for (const key of "456") conductor.press(key);
    const { screen } = conductor.state;
    assert.ok(screen.name === "keypad" && screen.problem === "reading.out_of_range");
    for (const key of ["a", "-", "，"]) {
      conductor.key(key);
      assert.ok(conductor.state.screen.name === "keypad");
      assert.equal(conductor.state.screen.problem, "reading.letters");
    }
    for (const key of "365") conductor.press(key);
    assert.ok(conductor.state.screen.name === "keypad" && conductor.state.screen.problem === null);
    assert.equal((await kept()).length, 0);
  });

  it("can be missing, and the record says so", async () => {
    conductor.measure();
    await conductor.measuring.skip();
    assert.equal((await only())?.reading_tenths, null);
  });

  it("can be typed on a keyboard right on the verdict", async () => {
    for (const key of "365") conductor.key(key);
    mock.timers.tick(RECORD_AFTER_MS);
    await settled();
    assert.equal((await only())?.reading_tenths, 365);
  });
});

describe("a refused scan", () => {
  const scanned = async (text: string) => {
    await conductor.scanned(text);
    await settled();
    const reason = reasonOf(passage().verdict);
    await conductor.accept();
    return reason;
  };

  it("is named, answered, and leaves nothing but a fingerprint", async () => {
    const genuine = office.token(3_184_401);
    const named = {
      "": "token.empty",
      "https://example.org/?p=1": "token.foreign",
      "<script>alert(1)</script>": "token.foreign",
      [`P1:${"A".repeat(4_000)}`]: "token.malformed",
      ["\u0000\u0001\uffff"]: "token.foreign",
      [genuine.slice(0, -1)]: "token.malformed",
      [genuine.toLowerCase()]: "token.foreign",
      [genuine.replace("P1:", "P3:")]: "token.unsupported",
      [office.token(3_184_401, { kid: 9 })]: "token.unknown_key",
      [`${genuine.slice(0, -2)}00`]: "token.bad_signature",
      [office.token(99)]: "pass.unknown",
    };
    for (const [text, reason] of Object.entries(named)) {
      assert.equal(await scanned(text), reason, text.slice(0, 40));
    }
    assert.equal((await kept()).length, 0);
    const scans = await database.getAll("scans");
    assert.deepEqual(scans.map((scan) => scan.reason).sort(), Object.values(named).sort());
    for (const scan of scans) {
      assert.deepEqual(Object.keys(scan).sort(), ["at", "id", "length", "reason", "sample"]);
      assert.match(scan.sample, /^[0-9a-f]{8}$/);
    }
  });

  it("of an old card is kept as a crossing that was refused", async () => {
    const row = office.passes.get(3_184_401);
    assert.ok(row);
    row[2] = 2;
    office.touch(1);
    const page = office.roster(1);
    assert.ok(page);
    await memory.apply(page);
    assert.equal(await scanned(office.token(3_184_401)), "pass.superseded");
    assert.equal((await only())?.verdict.outcome, "refuse");
    assert.equal((await database.getAll("scans")).length, 0);
  });
});

describe("an override", () => {
  it("lets through with a reason, and the household is out", async () => {
    await conductor.scanned(office.token(3_184_401, { until: now - 60_000 }));
    assert.equal(reasonOf(passage().verdict), "pass.expired");
    conductor.show({ name: "override", passage: passage() });
    await conductor.override("medical", "  急诊\u202e\n二楼 ");
    const crossing = await only();
    assert.deepEqual(crossing?.override, { reason: "medical", note: "急诊 二楼" });
    assert.deepEqual(crossing?.verdict, {
      outcome: "refuse",
      reasons: ["pass.expired"],
      until: null,
    });
    assert.notEqual(memory.household(memory.roster?.households.get(1) ?? null)?.outsideSince, null);
  });

  it("in an emergency is one press, with nobody's card in hand", async () => {
    await conductor.emergency();
    const crossing = await only();
    assert.equal(crossing?.override?.reason, "emergency");
    assert.equal(crossing?.household_id, null);
    assert.equal(crossing?.direction, "exit");
    assert.equal(conductor.state.screen.name, "scan");
  });

  it("in an emergency is one press from every screen with somebody on it", async () => {
    const screens: (() => void)[] = [
      () => undefined,
      () => conductor.measure(),
      () => conductor.show({ name: "override", passage: passage() }),
    ];
    for (const [index, go] of screens.entries()) {
      await conductor.scanned(office.token(3_184_402));
      go();
      await conductor.emergency();
      const last = (await memory.last(10)).filter((one) => one.crossing.override);
      assert.equal(last.length, index + 1);
      assert.equal(last[0]?.crossing.household_id, 2);
    }
  });
});

describe("the office's verdict", () => {
  const view = {
    id: 1,
    building: "12",
    unit: "2",
    room: "501",
    masked_name: "王**",
    members: 3,
    outside_since: new Date(now - 60_000).toISOString(),
  };

  it("stands over that of the device when it comes in time", async () => {
    judge = async () => ({
      verdict: { outcome: "refuse", reasons: ["household.already_out"] },
      direction: "exit",
      household: view,
    });
    await conductor.scanned(office.token(3_184_401));
    assert.equal(passage().judge, "office");
    assert.equal(reasonOf(passage().verdict), "household.already_out");
    assert.equal(passage().household?.outsideSince, now - 60_000);
    await conductor.accept();
    assert.equal((await only())?.knowledge_age_s, 0);
  });

  it("is not asked about a household whose last crossing here it has not heard of", async () => {
    let asked = 0;
    judge = async () => {
      asked++;
      return { verdict: { outcome: "admit", reasons: ["exit.admitted"] }, direction: "exit" };
    };
    await conductor.scanned(office.token(3_184_401));
    await takeTemperature("365");
    await conductor.scanned(office.token(3_184_401));
    assert.equal(asked, 1);
    assert.equal(passage().judge, "device");
    assert.equal(passage().direction, "entry");
  });

  it("is waited for once; then the device decides alone until the office is back", async () => {
    let asked = 0;
    judge = () => {
      asked++;
      return Promise.reject(new Unreachable("late"));
    };
    await conductor.scanned(office.token(3_184_401));
    assert.equal(passage().judge, "device");
    conductor.show({ name: "scan" });
    await conductor.scanned(office.token(3_184_402));
    assert.equal(asked, 1);
  });

  it("keeps a high reading high when it had admitted before", async () => {
    judge = async () => ({
      verdict: { outcome: "admit", reasons: ["exit.admitted"] },
      direction: "exit",
      household: { ...view, outside_since: null },
    });
    await conductor.scanned(office.token(3_184_401));
    await takeTemperature("380");
    assert.deepEqual(passage().verdict.reasons, ["reading.high"]);
    await takeTemperature("365");
    assert.deepEqual((await only())?.verdict, {
      outcome: "admit",
      reasons: ["exit.admitted"],
      until: null,
    });
  });

  it("is not asked for what is no pass of ours", async () => {
    let asked = 0;
    judge = () => Promise.reject(new Error(`asked ${++asked}`));
    await conductor.scanned("https://example.org/");
    assert.equal(asked, 0);
  });
});

describe("the rules of the compound", () => {
  const oneADay = { limit: 1, days: 1, counted: "calendar" as const };
  const learn = async (change: Parameters<TestOffice["setRules"]>[0], from = 0) => {
    const before = office.version;
    office.setRules(change, from);
    const page = office.roster(before);
    assert.ok(page);
    await memory.apply(page);
  };
  /** Out and home again. */
  const outing = async () => {
    for (let way = 0; way < 2; way++) {
      await conductor.scanned(office.token(3_184_401));
      await takeTemperature("365");
    }
  };
  const refused = async () =>
    (await kept()).find(({ crossing }) => crossing.verdict.outcome === "refuse")?.crossing;

  it("count an outing at once, and say when the next one is possible", async () => {
    await learn({ outings: oneADay });
    await outing();
    await conductor.scanned(office.token(3_184_401));
    assert.deepEqual(passage().verdict.reasons, ["quota.used"]);
    assert.equal(passage().verdict.until, "2020-02-12T16:00:00.000Z");
    await conductor.accept();
    assert.equal((await refused())?.verdict.until, "2020-02-12T16:00:00.000Z");
  });

  it("give an outing back when it is taken back", async () => {
    await learn({ outings: oneADay });
    await conductor.scanned(office.token(3_184_401));
    await takeTemperature("365");
    await conductor.recorder.refresh();
    await conductor.undo();
    await conductor.scanned(office.token(3_184_401));
    assert.equal(reasonOf(passage().verdict), "exit.admitted");
  });

  it("do not bind whoever has to see a doctor; that is on record, and is not counted", async () => {
    await learn({ outings: { ...oneADay, limit: 0 } });
    await conductor.scanned(office.token(3_184_401));
    assert.deepEqual(passage().verdict.reasons, ["quota.sealed"]);
    conductor.exempt("medical");
    assert.equal(reasonOf(passage().verdict), "exit.admitted");
    conductor.exempt(null);
    assert.equal(reasonOf(passage().verdict), "quota.sealed");
    conductor.exempt("medical");
    await takeTemperature("365");
    assert.equal((await only())?.exempt, "medical");
    const household = memory.household(memory.roster?.households.get(1) ?? null);
    assert.deepEqual(household?.exits, []);
    assert.notEqual(household?.outsideSince, null);
  });

  it("are asked again when more people pass, and when some of them are children", async () => {
    await learn({ people: 1 });
    await conductor.scanned(office.token(3_184_401));
    felt.length = 0;
    conductor.setParty(2);
    assert.equal(reasonOf(passage().verdict), "party.too_many");
    assert.deepEqual(felt, ["refuse"]);
    conductor.setParty(2, 1);
    assert.equal(reasonOf(passage().verdict), "exit.admitted");
    conductor.setParty(1);
    assert.equal(passage().children, 1);
    conductor.setParty(1, 0);
    await takeTemperature("365");
    const crossing = await only();
    assert.deepEqual([crossing?.party_size, crossing?.children], [1, 0]);
  });

  it("hold for what the guard finds out also where the office had admitted before", async () => {
    await learn({ people: 1 });
    judge = async () => ({
      verdict: { outcome: "admit", reasons: ["exit.admitted"] },
      direction: "exit",
    });
    await conductor.scanned(office.token(3_184_401));
    assert.equal(passage().judge, "office");
    conductor.setParty(2);
    assert.equal(reasonOf(passage().verdict), "party.too_many");
  });

  it("change at their moment, and each crossing keeps the version that it was judged by", async () => {
    await learn({}, 0);
    await learn({ outings: { ...oneADay, limit: 0 } }, now / 1000);
    await conductor.scanned(office.token(3_184_401));
    await conductor.accept();
    assert.equal((await refused())?.rules_version, 2);
    conductor.set({ line: { ...conductor.state.line, offset: -1 } });
    await conductor.scanned(office.token(3_184_402));
    await takeTemperature("365");
    const crossings = (await kept()).map((one) => one.crossing.rules_version);
    assert.deepEqual(crossings.sort(), [1, 2]);
  });

  it("say kindly that somebody is back late", async () => {
    await learn({ longest_minutes: 60 });
    const row = office.households.get(1);
    assert.ok(row);
    const before = office.version;
    office.households.set(1, row.with(7, now / 1000 - 3_601) as typeof row);
    office.touch(1);
    const page = office.roster(before);
    assert.ok(page);
    await memory.apply(page);
    await conductor.scanned(office.token(3_184_401));
    assert.deepEqual(passage().verdict.reasons, ["entry.admitted", "outing.late"]);
  });

  it("let somebody through for a reason, and that outing counts", async () => {
    await learn({ outings: oneADay });
    await outing();
    await conductor.scanned(office.token(3_184_401));
    await conductor.override("duty");
    const household = memory.household(memory.roster?.households.get(1) ?? null);
    assert.equal(household?.exits.length, 2);
  });
});
