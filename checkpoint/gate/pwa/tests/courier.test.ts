import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { newCrossing } from "../src/core/crossing";
import type { Crossing } from "../src/core/types";
import { Memory } from "../src/flow/memory";
import { keepCrossing, keepScan } from "../src/store/outbox";
import type { Database } from "../src/store/database";
import { Courier, LETTER_EVERY_MS, type OfficeDoor, type Round } from "../src/sync/courier";
import { Refused, Unreachable, type Batch } from "../src/sync/office";
import { Watch, type RosterDoor } from "../src/sync/watch";
import { wentThrough } from "./crossings";
import { TestOffice } from "./office";
import { freshDatabase } from "./storage";

let office: TestOffice;
let database: Database;
let memory: Memory;
let letters: Batch[];
let clock = Date.UTC(2020, 1, 12, 1);

beforeEach(async () => {
  office = new TestOffice();
  office.add(1, ["1", "1", "101"]);
  office.add(2, ["1", "1", "102"]);
  database = await freshDatabase();
  memory = await Memory.load(database);
  letters = [];
});

type Doors = OfficeDoor & RosterDoor;

/** The office's door, with trouble in it. */
function door(trouble: Partial<Doors> = {}): Doors {
  return {
    crossings: async (batch) => {
      letters.push(batch);
      return { server_time: "", results: office.take(batch.crossings) as never };
    },
    scans: async (scans) => {
      office.scans.push(...scans);
      return { results: [] };
    },
    signOns: async (signOns) => ({ results: office.takeSignOns(signOns) }),
    roster: async (version) => office.answer(version),
    ...trouble,
  };
}

/** Courier and watch one after the other: send what waits, then learn what changed. */
class Rounds {
  readonly #courier: Courier;
  readonly #watch: Watch;

  constructor(trouble: Partial<Doors>) {
    this.#courier = new Courier(memory, door(trouble), () => clock, "test", () => 80);
    this.#watch = new Watch(memory, door(trouble), () => clock);
  }

  async round(): Promise<Round> {
    const outcome = await this.#courier.round();
    return outcome === "done" ? this.#watch.ask() : outcome;
  }

  get pauseMs(): number {
    return this.#courier.pauseMs;
  }
}

function courier(trouble: Partial<Doors> = {}): Rounds {
  return new Rounds(trouble);
}

async function record(
  household: number | null,
  direction: "exit" | "entry" = "exit",
): Promise<Crossing> {
  const crossing = wentThrough((clock += 1_000), household, direction);
  await memory.record(crossing, null);
  return crossing;
}

const states = async () => (await database.getAll("crossings")).map((one) => one.state).sort();

describe("the courier", () => {
  it("sends what waits, then brings the roster", async () => {
    await record(1);
    assert.equal(await courier().round(), "done");
    assert.equal(office.crossings.size, 1);
    assert.equal(memory.roster?.households.size, 2);
    assert.deepEqual(await states(), ["settled"]);
    assert.equal(await memory.unsent(), 0);
  });

  it("sends in letters of a hundred, the oldest first", async () => {
    const made: string[] = [];
    for (let count = 0; count < 230; count++) made.push((await record(1 + (count % 2))).id);
    await courier().round();
    assert.deepEqual(
      letters.map((letter) => letter.crossings.length),
      [100, 100, 30],
    );
    assert.deepEqual(
      letters.flatMap((letter) => letter.crossings.map((one) => one.id)),
      made,
    );
    assert.deepEqual(
      letters.map((letter) => letter.unsent),
      [230, 130, 30],
    );
  });

  it("keeps everything when nobody answers, waits longer each time, and starts over once somebody does", async () => {
    await record(1);
    let reachable = false;
    const silent = courier({
      crossings: async (batch) => {
        if (!reachable) throw new Unreachable("no network");
        return door().crossings(batch);
      },
    });
    const pauses = [];
    for (let tries = 0; tries < 9; tries++) {
      assert.equal(await silent.round(), "later");
      pauses.push(silent.pauseMs);
    }
    assert.deepEqual(
      pauses,
      [1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1000),
    );
    assert.equal(await memory.unsent(), 1);
    reachable = true;
    assert.equal(await silent.round(), "done");
    assert.equal(silent.pauseMs, 0);
    assert.equal(office.crossings.size, 1);
  });

  it("sends the very same body again when the answer was lost, and counts it once", async () => {
    await record(1);
    let lose = true;
    const lossy = courier({
      crossings: async (batch) => {
        const answer = await door().crossings(batch);
        if (lose) throw new Unreachable("cut off");
        return answer;
      },
    });
    await lossy.round();
    lose = false;
    await lossy.round();
    assert.equal(letters.length, 2);
    assert.deepEqual(letters[0]?.crossings, letters[1]?.crossings);
    assert.equal(office.crossings.size, 1);
    assert.deepEqual(await states(), ["settled"]);
  });

  it("sets aside what the office answers with a conflict or sets aside itself", async () => {
    const [first, second] = [await record(1), await record(2)];
    await record(2, "entry");
    office.unwanted.set(first.id, "conflict");
    office.unwanted.set(second.id, "set_aside");
    await courier().round();
    assert.deepEqual(await states(), ["aside", "aside", "settled"]);
    assert.equal((await memory.aside())[0]?.problem?.message, "Staff will look at it.");
    assert.equal(await memory.unsent(), 0);
  });

  it("finds the one crossing that makes the office refuse a whole letter, and sends the rest", async () => {
    const made = [];
    for (let count = 0; count < 21; count++) made.push(await record(1));
    const bad = made[13]?.id;
    await courier({
      crossings: async (batch) => {
        if (batch.crossings.some((one) => one.id === bad)) {
          throw new Refused(422, "crossing.malformed", "It does not fit.");
        }
        return door().crossings(batch);
      },
    }).round();
    assert.equal(office.crossings.size, 20);
    const [aside, ...none] = await memory.aside();
    assert.equal(aside?.id, bad);
    assert.deepEqual(aside?.problem, { code: "crossing.malformed", message: "It does not fit." });
    assert.equal(none.length, 0);
  });

  it("never drops a crossing, whatever the office says", async () => {
    for (const status of [
      400, 401, 403, 404, 408, 409, 410, 413, 415, 418, 422, 429, 451, 500, 503,
    ]) {
      const crossing = await record(1);
      await courier({
        crossings: async () => Promise.reject(new Refused(status, "x", "")),
      }).round();
      const kept = await database.get("crossings", crossing.id);
      assert.ok(kept, `${status}`);
      assert.ok(["waiting", "aside"].includes(kept.state), `${status}`);
      assert.deepEqual(kept.crossing, crossing, `${status}`);
    }
  });

  it("says that it is unwelcome when the credential has ended, and keeps what waits", async () => {
    await record(1);
    const turned = courier({
      crossings: () => Promise.reject(new Refused(401, "device.ended", "")),
    });
    assert.equal(await turned.round(), "unwelcome");
    assert.equal(await memory.unsent(), 1);
  });

  it("comes back later when an answer leaves crossings open", async () => {
    await record(1);
    await record(2);
    const gaps = courier({
      crossings: async (batch) => ({
        server_time: "",
        results: office.take(batch.crossings.slice(0, 1)) as never,
      }),
    });
    assert.equal(await gaps.round(), "later");
    assert.equal(await memory.unsent(), 1);
  });

  it("waits as long as it is asked to", async () => {
    await record(1);
    const busy = courier({
      crossings: () => Promise.reject(new Refused(429, "busy", "", 30_000)),
    });
    await busy.round();
    assert.equal(busy.pauseMs, 30_000);
  });

  it("comes back later when the disk is full, and asks again for what it could not write", async () => {
    await record(1);
    const resolve = memory.resolve.bind(memory);
    memory.resolve = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    const said = mock.method(console, "error", () => undefined);
    const one = courier();
    assert.equal(await one.round(), "later");
    assert.equal(said.mock.callCount(), 1);
    assert.equal(await memory.unsent(), 1);
    memory.resolve = resolve;
    assert.equal(await one.round(), "done");
    assert.equal(office.crossings.size, 1);
    assert.deepEqual(await states(), ["settled"]);
    mock.restoreAll();
  });

  it("runs one round at a time, and one more for who asked meanwhile", async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const scans = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      rounds++;
      throw new Refused(422, "x", "");
    };
    const one = new Courier(memory, door({ scans }), () => clock, "test");
    memory.scans = async () => [
      { id: "a", at: "", reason: "token.foreign", length: 4, sample: "00000000" },
    ];
    await Promise.all([one.round(), one.round(), one.round()]);
    assert.equal(most, 1);
    assert.equal(rounds, 2);
  });

  it("learns how far the clock is off", async () => {
    const page = office.roster(0);
    assert.ok(page);
    const serverTime = new Date(clock + 15 * 60_000).toISOString();
    await courier({ roster: async () => ({ ...office.answer(0), serverTime }) }).round();
    assert.equal(memory.heard()?.offset, 15 * 60_000);
    const server_time = new Date(clock - 60_000).toISOString();
    clock += LETTER_EVERY_MS;
    await new Courier(
      memory,
      door({ crossings: async () => ({ server_time, results: [] }) }),
      () => clock,
      "test",
    ).round();
    assert.equal(memory.heard()?.offset, -60_000 - LETTER_EVERY_MS);
  });

  it("writes at least once a minute, also when there is nothing to send", async () => {
    const one = new Courier(memory, door(), () => clock, "test", () => 80);
    await one.round();
    clock += 20_000;
    await one.round();
    assert.equal(letters.length, 1);
    assert.equal(one.spoke, false);
    clock += 35_000;
    await one.round();
    assert.equal(letters.length, 2);
    assert.deepEqual(letters[1]?.crossings, []);
    assert.equal(letters[1]?.battery, 80);
    assert.equal(letters[1]?.knowledge_age_s, null);
    await courier().round();
    clock += 3_600_000;
    await one.round();
    assert.equal(letters.at(-1)?.knowledge_age_s, 3_600);
  });

  it("comes back later when an empty letter is refused", async () => {
    const refused = new Courier(
      memory,
      door({ crossings: () => Promise.reject(new Refused(422, "letter.malformed", "")) }),
      () => clock,
      "test",
    );
    assert.equal(await refused.round(), "later");
  });

  it("tells a revoked device from one that is not known any more", async () => {
    await courier().round();
    office.revoked = true;
    assert.equal(await courier().round(), "revoked");
    office.ended = true;
    assert.equal(await courier().round(), "unwelcome");
  });

  it("reports sign-ons, and their end, until the office has both", async () => {
    await memory.shift.start(3, clock);
    const id = memory.shift.current?.id ?? "";
    let silent = true;
    const patchy = courier({
      signOns: async (signOns) => {
        const answer = await door().signOns(signOns);
        if (silent) throw new Unreachable("cut off");
        return answer;
      },
    });
    assert.equal(await patchy.round(), "later");
    assert.equal((await memory.signOns(10)).length, 1);
    silent = false;
    await patchy.round();
    assert.deepEqual(await memory.signOns(10), []);
    await memory.shift.end(clock + 1_000);
    assert.equal((await memory.signOns(10)).length, 1);
    await patchy.round();
    assert.equal(office.signOns.get(id)?.ended_at, new Date(clock + 1_000).toISOString());
    assert.equal(await database.count("signOns"), 0);
  });

  it("sends crossings although the office cannot take a sign-on", async () => {
    await memory.shift.start(3, clock);
    await record(1);
    await courier({ signOns: () => Promise.reject(new Refused(422, "x", "")) }).round();
    assert.equal(office.crossings.size, 1);
  });

  it("sends refused scans, and does not try again what the office cannot take", async () => {
    const scan = {
      id: "a",
      at: "",
      reason: "token.foreign" as const,
      length: 4,
      sample: "00000000",
    };
    await keepScan(database, scan);
    await courier().round();
    assert.deepEqual(office.scans, [scan]);
    assert.equal(await database.count("scans"), 0);
    await keepScan(database, scan);
    await courier({ scans: () => Promise.reject(new Refused(422, "x", "")) }).round();
    assert.equal(await database.count("scans"), 0);
  });
});

describe("who is out", () => {
  beforeEach(async () => {
    await courier().round();
  });
  const outside = (id: number) => {
    const household = memory.roster?.households.get(id) ?? null;
    return memory.household(household)?.outsideSince ?? null;
  };

  it("changes with the crossing, long before the office has heard of it", async () => {
    const exit = await record(1);
    assert.equal(outside(1), Date.parse(exit.decided_at));
    await record(1, "entry");
    assert.equal(outside(1), null);
  });

  it("is the same after a restart without a network", async () => {
    const exit = await record(1);
    memory = await Memory.load(database);
    assert.equal(outside(1), Date.parse(exit.decided_at));
  });

  it("stays right between the acknowledgement and the next roster, also through a restart", async () => {
    const exit = await record(1);
    const halfway = courier({ roster: () => Promise.reject(new Unreachable("gone")) });
    assert.equal(await halfway.round(), "later");
    assert.deepEqual(await states(), ["sent"]);
    memory = await Memory.load(database);
    assert.equal(outside(1), Date.parse(exit.decided_at));
    await courier().round();
    assert.deepEqual(await states(), ["settled"]);
    assert.equal(outside(1), Date.parse(exit.decided_at));
  });

  it("follows what the office says about another gate", async () => {
    await record(1);
    await courier().round();
    const row = office.households.get(1);
    assert.ok(row);
    row[7] = 0;
    office.touch(1);
    await courier().round();
    assert.equal(outside(1), null);
  });

  it("is not changed by a refusal that was only taken note of", async () => {
    const refused = newCrossing(clock, {
      ...(await record(2)),
      household_id: 1,
      verdict: { outcome: "refuse", reasons: ["reading.fever"] },
    });
    await memory.record(refused, null);
    assert.equal(outside(1), null);
    const released = newCrossing(clock, {
      ...refused,
      override: { reason: "emergency", note: "" },
    });
    await memory.record(released, null);
    assert.equal(outside(1), clock);
  });
});

describe("the outbox", () => {
  it("refuses a second crossing under the same id", async () => {
    const crossing = await record(1);
    await assert.rejects(keepCrossing(database, crossing, null));
  });

  it("forgets who it is on signing out, but not what it has not sent", async () => {
    await courier().round();
    await record(1);
    await memory.forget();
    assert.equal(memory.roster, null);
    memory = await Memory.load(database);
    assert.equal(memory.roster, null);
    assert.equal(await memory.unsent(), 1);
  });

  it("keeps the last two hundred that were acknowledged, and every one that was not", async () => {
    for (let count = 0; count < 260; count++) await record(1);
    await courier().round();
    assert.equal(await database.count("crossings"), 200);
    await record(1);
    assert.equal(await database.count("crossings"), 201);
  });
});
