import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { nativeVerify } from "../src/core/ed25519";
import { Conductor } from "../src/flow/conductor";
import { Memory } from "../src/flow/memory";
import { Session, type SessionOffice } from "../src/flow/session";
import { reasonOf } from "../src/flow/state";
import { kept, type Database } from "../src/store/database";
import { Refused, Unreachable, type Batch } from "../src/sync/office";
import { TestOffice } from "./office";
import { freshDatabase } from "./storage";

const DAY = 86_400_000;
const CODE = "7K3QF-M29XA";

let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;
let session: Session;
let reachable: boolean;
let letters: Batch[];
let waits: number[];
let now: number;

beforeEach(async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  now = Date.UTC(2020, 1, 12, 4);
  reachable = true;
  letters = [];
  waits = [];
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  office.add(2, ["7", "1", "302"]);
  office.addGuard(3, "王队长", "314159");
  office.codes.set(CODE, "fresh");
  database = await freshDatabase();
  await start();
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Switch the device on, with whatever its disk holds. */
async function start(): Promise<void> {
  memory = await Memory.load(database);
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("")) },
    verify: nativeVerify(crypto.subtle),
    feedback: { verdict() {}, recorded() {}, key() {}, wrong() {} },
    now: () => now,
    deliver: () => session.deliver(),
  });
  session = new Session(memory, door(), () => conductor, () => now, "test");
  void session.start();
  await rest(20);
}

/** The door to the office: heard while the network holds, and waiting when it is asked to. */
function door(): SessionOffice {
  const heard = () => {
    if (!reachable) throw new Unreachable("no network");
  };
  return {
    credential: "",
    join: async ({ code, device_name }) => {
      heard();
      office.useCode(code);
      return {
        credential: "7.secret",
        device: { id: 7, name: device_name },
        gate: { id: 1, name: "北门" },
        compound: { id: 1, name: "棉四生活区" },
        community: { name: "棉四社区", phone: "" },
      };
    },
    leave: async () => {
      heard();
      office.ended = true;
    },
    crossings: async (letter) => {
      heard();
      if (office.ended) throw new Refused(401, "device.ended", "");
      letters.push(letter);
      return { server_time: "", results: office.take(letter.crossings) as never };
    },
    scans: async () => (heard(), { results: [] }),
    signOns: async (signOns) => (heard(), { results: office.takeSignOns(signOns) }),
    roster: (version, _etag, wait = 0, signal) => {
      waits.push(wait);
      return new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Unreachable("not wanted")));
        const look = () => {
          if (signal?.aborted) return;
          try {
            heard();
            const found = office.answer(version);
            if (found.page || !wait) resolve(found);
            else setTimeout(look, 100);
          } catch (error) {
            reject(error);
          }
        };
        look();
      });
    },
  };
}

const really = setTimeout;

/** Let happen what needs no time, but for the disk and the keys. */
async function rest(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    await new Promise((resolve) => really(resolve, 1));
    for (let small = 0; small < 15; small++) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Let so much time go by, in small steps. */
async function pass(ms: number, step = 250): Promise<void> {
  for (let gone = 0; gone < ms; gone += step) {
    now += step;
    mock.timers.tick(step);
    await rest();
  }
  await rest(20);
}

async function join(): Promise<void> {
  session.joining.type(CODE);
  await session.joining.join("red phone");
  await rest(20);
}

async function signOn(): Promise<void> {
  conductor.signing.choose(3);
  for (const key of "314159") await conductor.signing.press(key);
  await rest();
}

async function record(id: number): Promise<void> {
  const household = memory.roster?.households.get(id);
  assert.ok(household);
  await conductor.lookUpHousehold(household);
  await conductor.record();
}

/** From now on the disk takes no more; what comes of it is not printed. */
function fillDisk() {
  const full = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  return [
    mock.method(IDBObjectStore.prototype, "put", full),
    mock.method(IDBObjectStore.prototype, "add", full),
    mock.method(console, "error", () => undefined),
  ];
}

const screen = () => conductor.state.screen;
const joinProblem = () => {
  const shown = screen();
  return shown.name === "join" ? shown.problem : `on ${shown.name}`;
};

describe("a phone that joins", () => {
  it("is at the sign-on of its gate as soon as it has the roster", async () => {
    assert.equal(screen().name, "join");
    await join();
    assert.equal(screen().name, "sign-on");
    assert.equal(memory.roster?.households.size, 2);
    assert.equal(conductor.state.settings.deviceName, "red phone");
    await signOn();
    assert.equal(screen().name, "scan");
  });

  it("is told what is wrong with a code", async () => {
    office.codes.set("11111-11111", "expired");
    const tries: [string, string][] = [
      ["7K3Q", "code.malformed"],
      ["22222-22222", "code.unknown"],
      ["11111-11111", "code.expired"],
    ];
    for (const [code, problem] of tries) {
      session.joining.type(code);
      await session.joining.join("red phone");
      assert.equal(joinProblem(), problem);
    }
    reachable = false;
    await join();
    assert.equal(joinProblem(), "unreachable");
    reachable = true;
    await join();
    assert.equal(screen().name, "sign-on");
  });

  it("takes its code from a link or from the camera", async () => {
    session.joining.offer(`https://gate.example/gate/#join=${CODE}`);
    const offered = screen();
    assert.ok(offered.name === "join" && offered.code === CODE);
    session.joining.look(true);
    session.joining.saw("https://example.org/");
    assert.equal(joinProblem(), "code.foreign");
    session.joining.saw("https://gate.example/gate/#join=7K3QF-M29XB");
    const seen = screen();
    assert.ok(seen.name === "join" && seen.code === "7K3QF-M29XB" && !seen.looking);
  });

  it("keeps its gate when another link is opened, now or at the next start", async () => {
    await join();
    session.joining.offer(`https://gate.example/gate/#join=${CODE}`);
    assert.equal(conductor.state.joinedAlready, true);
    assert.equal(screen().name, "sign-on");
    await start();
    assert.equal(conductor.state.joinedAlready, false);
    assert.equal(screen().name, "sign-on");
  });

  it("is where it was after a restart without a network, the guard included", async () => {
    await join();
    await signOn();
    reachable = false;
    await start();
    assert.equal(screen().name, "scan");
    assert.equal(conductor.state.shift?.staff_id, 3);
  });
});

describe("the watch", () => {
  beforeEach(async () => {
    await join();
    await signOn();
    await pass(2_000);
  });

  it("waits at the office, and knows of a change within two seconds", async () => {
    assert.equal(waits.at(-1), 25);
    const row = office.passes.get(3_184_401);
    assert.ok(row);
    row[3] = "r";
    office.touch(1);
    await pass(2_000);
    assert.equal(memory.roster?.passes.get(3_184_401)?.state, "revoked");
    await conductor.scanned(office.token(3_184_401));
    const shown = screen();
    assert.ok(shown.name === "verdict");
    assert.equal(reasonOf(shown.passage.verdict), "pass.revoked");
  });

  it("asks again no sooner than half a second after an answer", async () => {
    const before = waits.length;
    for (let change = 0; change < 20; change++) {
      office.touch(1);
      await pass(100, 50);
    }
    assert.ok(waits.length - before <= 5, `${waits.length - before} questions in two seconds`);
  });

  it("asks at once where a crossing was acknowledged, so that nothing old is laid over the new", async () => {
    await record(1);
    await pass(3_000);
    assert.equal((await database.getAll("crossings"))[0]?.state, "settled");
    assert.equal(office.crossings.size, 1);
  });

  it("comes back within seconds once the network does, and at once when the page wakes up", async () => {
    reachable = false;
    await pass(30_000);
    assert.equal(conductor.state.line.reachable, false);
    reachable = true;
    await pass(10_500);
    assert.equal(conductor.state.line.reachable, true);
    reachable = false;
    await pass(30_000);
    office.touch(1);
    reachable = true;
    session.wake();
    await pass(500);
    assert.equal(conductor.state.line.reachable, true);
    assert.equal(memory.version(), office.version);
  });

  it("is not fooled by a question that died in its sleep", async () => {
    const asked = waits.length;
    session.wake();
    await pass(500);
    assert.ok(waits.length > asked);
    assert.equal(conductor.state.line.reachable, true);
  });

  it("sends a letter at least once a minute", async () => {
    const before = letters.length;
    await pass(180_000, 1_000);
    assert.ok(letters.length - before >= 3, `${letters.length - before} letters in three minutes`);
  });

  it("brings a gate's new name and a guard's leave", async () => {
    office.gateName = "东门";
    office.removeGuard(3);
    await pass(2_000);
    assert.equal(memory.roster?.gate.name, "东门");
    assert.equal(screen().name, "sign-on");
    assert.ok([...office.signOns.values()][0]?.ended_at);
  });
});

describe("a revoked device", () => {
  beforeEach(async () => {
    await join();
    await signOn();
    await pass(1_000);
  });

  it("forgets first, hands over what it has, and leaves", async () => {
    reachable = false;
    await record(1);
    await record(2);
    await pass(1_000);
    office.revoked = true;
    reachable = true;
    await pass(15_000);
    assert.equal(joinProblem(), "revoked");
    assert.equal(office.crossings.size, 2);
    assert.equal(office.ended, true);
    assert.ok([...office.signOns.values()][0]?.ended_at);
    for (const store of ["vault", "pages", "seen"] as const) {
      assert.equal(await database.count(store), 0, store);
    }
    assert.equal(await kept(database, "credential"), undefined);
  });

  it("has forgotten before it hands over, and goes on handing over after a restart", async () => {
    reachable = false;
    await record(1);
    reachable = true;
    office.revoked = true;
    const stuck = mock.method(office, "take", () => {
      throw new Unreachable("cut off");
    });
    await pass(15_000);
    assert.equal(screen().name, "handing-over");
    assert.equal(memory.roster, null);
    assert.equal(await database.count("vault"), 0);
    assert.equal(await database.count("pages"), 0);
    assert.equal(await memory.unsent(), 1);
    reachable = false;
    await start();
    assert.equal(screen().name, "handing-over");
    stuck.mock.restore();
    reachable = true;
    await pass(70_000, 1_000);
    assert.equal(office.crossings.size, 1);
    assert.equal(joinProblem(), "revoked");
  });

  it("leaves all the same when its disk is full, and hands over once there is room", async () => {
    reachable = false;
    await record(1);
    const writes = fillDisk();
    office.revoked = true;
    reachable = true;
    await pass(15_000);
    assert.equal(screen().name, "handing-over");
    assert.equal(memory.roster, null);
    for (const each of writes) each.mock.restore();
    await pass(70_000, 1_000);
    assert.equal(joinProblem(), "revoked");
    assert.equal(office.crossings.size, 1);
    assert.ok([...office.signOns.values()][0]?.ended_at);
  });

  it("can join again", async () => {
    office.revoked = true;
    await pass(15_000);
    office.revoked = office.ended = false;
    office.codes.set(CODE, "fresh");
    await join();
    await pass(1_000);
    assert.equal(screen().name, "sign-on");
  });

  it("that is not known at all keeps what it has not sent, and asks to join", async () => {
    reachable = false;
    await record(1);
    office.ended = true;
    reachable = true;
    await pass(15_000);
    assert.equal(joinProblem(), "unwelcome");
    assert.equal(await memory.unsent(), 1);
    assert.equal(await database.count("vault"), 0);
    office.ended = false;
    office.codes.set(CODE, "fresh");
    await join();
    await pass(2_000);
    assert.equal(office.crossings.size, 1);
  });
});

describe("a device that is taken off its gate", () => {
  it("leaves though its disk is full", async () => {
    await join();
    await signOn();
    fillDisk();
    await session.leave();
    assert.equal(joinProblem(), null);
    assert.equal(office.ended, true);
    assert.equal(await kept(database, "credential"), undefined);
  });
});

describe("what was last heard", () => {
  const keptAt = async () => (await kept(database, "heard"))?.at;

  it("is on disk once a minute, and at once after the clock was set back", async () => {
    await join();
    const first = await keptAt();
    assert.ok(first);
    await memory.hear({ at: first + 59_000, offset: 0, etag: "" });
    assert.equal(await keptAt(), first);
    await memory.hear({ at: first - 8_000, offset: 0, etag: "" });
    assert.equal(await keptAt(), first - 8_000);
    await memory.hear({ at: first + 52_000, offset: 0, etag: "" });
    assert.equal(await keptAt(), first + 52_000);
  });
});

describe("the lease", () => {
  beforeEach(async () => {
    await join();
    await signOn();
    await pass(1_000);
    reachable = false;
    await record(1);
  });

  it("ends after fourteen days without a word: the roster goes, the outbox stays", async () => {
    now += 14 * DAY - 60_000;
    await pass(20_000, 1_000);
    assert.ok(memory.roster);
    now += DAY;
    await pass(20_000, 1_000);
    assert.equal(memory.roster, null);
    assert.equal(await database.count("vault"), 0);
    assert.equal(await database.count("pages"), 0);
    assert.equal(screen().name, "starting");
    assert.ok(conductor.state.line.heardAt);
    assert.equal(await memory.unsent(), 1);
  });

  it("ends while the device is switched off, too", async () => {
    now += 15 * DAY;
    await start();
    assert.equal(memory.roster, null);
    assert.equal(screen().name, "starting");
  });

  it("waits for whoever stands at the gate, and begins anew at the next contact", async () => {
    const household = memory.roster?.households.get(2);
    assert.ok(household);
    await conductor.lookUpHousehold(household);
    now += 15 * DAY;
    await pass(20_000, 1_000);
    assert.equal(screen().name, "verdict");
    await conductor.record();
    await pass(1_000);
    assert.equal(memory.roster, null);
    assert.equal(await memory.unsent(), 2);
    reachable = true;
    session.wake();
    await pass(3_000);
    assert.ok(memory.version() > 0);
    assert.equal(screen().name, "scan");
    assert.equal(office.crossings.size, 2);
  });
});
