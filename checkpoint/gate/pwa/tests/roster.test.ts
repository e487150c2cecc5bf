import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Roster } from "../src/core/roster";
import type { RosterPage } from "../src/core/types";
import type { Database } from "../src/store/database";
import { foldPages, loadRoster as loadSealed } from "../src/store/rosters";
import { TestOffice } from "./office";
import { freshDatabase, keepPage, vaultOf } from "./storage";

const loadRoster = async (database: Database) => loadSealed(database, await vaultOf(database));

function office(): TestOffice {
  const one = new TestOffice();
  one.add(1, ["2", "1", "101"]);
  one.add(2, ["10", "1", "102"]);
  one.add(3, ["2", "1", "1001"]);
  one.add(4, ["2", "1", "201"]);
  return one;
}

function page(one: TestOffice, since = 0): RosterPage {
  const found = one.roster(since);
  assert.ok(found);
  return found;
}

describe("a roster", () => {
  it("finds a household by its pass and a pass by its household", () => {
    const roster = new Roster(page(office()));
    const pass = roster.passes.get(3_184_402);
    assert.equal(pass?.householdId, 2);
    assert.equal(roster.households.get(2)?.building, "10");
    assert.equal(roster.passOf(2), pass);
  });

  it("orders addresses as a person looks for them", () => {
    const { book } = new Roster(page(office()));
    assert.deepEqual([...book.keys()], ["2", "10"]);
    assert.deepEqual(
      book
        .get("2")
        ?.get("1")
        ?.map((one) => one.room),
      ["101", "201", "1001"],
    );
  });

  it("takes changes, and leaves what did not change", () => {
    const one = office();
    const before = new Roster(page(one));
    const row = one.passes.get(3_184_401);
    assert.ok(row);
    row[3] = "r";
    one.touch(1);
    const after = new Roster(page(one, before.version), before);
    assert.equal(after.passes.get(3_184_401)?.state, "revoked");
    assert.equal(after.passes.get(3_184_402)?.state, "active");
    assert.equal(after.households.size, 4);
    assert.equal(after.passes, before.passes, "a hundred thousand rows are not copied for one");
  });

  it("starts afresh with a full page", () => {
    const before = new Roster(page(office()));
    const other = new TestOffice();
    other.add(9, ["1", "", "1"]);
    assert.deepEqual([...new Roster(page(other), before).households.keys()], [9]);
  });

  it("knows who stays in and what waits for whom", () => {
    const one = office();
    const row = one.households.get(2);
    assert.ok(row);
    const orders = { restrictions: [["observation", 1_581_465_600, 0]], notices: ["A parcel."] };
    one.households.set(2, [...row.slice(0, 8), orders] as unknown as typeof row);
    const roster = new Roster(page(one));
    assert.deepEqual(roster.households.get(2)?.restrictions, [
      { kind: "observation", since: "2020-02-12T00:00:00.000Z", until: null },
    ]);
    assert.deepEqual(roster.households.get(2)?.notices, ["A parcel."]);
    assert.deepEqual(roster.households.get(1)?.restrictions, []);
  });

  it("keeps its book through changes, and makes it anew when somebody moves", () => {
    const one = office();
    const before = new Roster(page(one));
    const { book } = before;
    const row = one.households.get(1);
    assert.ok(row);
    one.households.set(1, row.with(7, 1_581_480_000) as typeof row);
    one.touch(1);
    const after = new Roster(page(one, before.version), before);
    assert.equal(after.book, book);
    assert.equal(after.book.get("2")?.get("1")?.[0]?.outsideSince, 1_581_480_000_000);
    one.households.set(1, row.with(3, "909") as typeof row);
    one.touch(1);
    const moved = new Roster(page(one, after.version), after);
    assert.deepEqual(
      moved.book.get("2")?.get("1")?.map((household) => household.room),
      ["201", "909", "1001"],
    );
  });

  it("does not offer a revoked pass for a forgotten card, nor that of whoever cares for them", () => {
    const one = office();
    one.addPass(7, 1, "caregiver", "吴**");
    assert.equal(new Roster(page(one)).passOf(1)?.number, 3_184_401);
    const row = one.passes.get(3_184_401);
    assert.ok(row);
    row[3] = "r";
    assert.equal(new Roster(page(one)).passOf(1), null);
  });

  it("knows where the holder of an extra pass is, and takes older rows for a holder at home", () => {
    const one = office();
    const limits = { weekdays: null, hours: null, counted: false, home: "elsewhere" as const };
    one.passes.set(7, [7, "caregiver", 1, "a", 1, 0, "吴**"]);
    one.passes.set(8, [8, "caregiver", 1, "a", 1, 0, "吴**", { limits }]);
    one.passes.set(9, [9, "caregiver", 1, "a", 1, 0, "吴**", { limits, outside: 0 }]);
    one.passes.set(10, [10, "caregiver", 1, "a", 1, 0, "吴**", { outside: 60 }]);
    const { passes } = new Roster(page(one));
    const since = [7, 8, 9, 10].map((number) => passes.get(number)?.outsideSince);
    assert.deepEqual(since, [null, 0, null, 60_000]);
  });

  it("does not take a visitor's pass for one of the host", () => {
    const one = office();
    one.addPass(6, 1, "visitor", "周**");
    assert.equal(new Roster(page(one)).passOf(1)?.number, 3_184_401);
    const row = one.passes.get(3_184_401);
    assert.ok(row);
    row[3] = "r";
    assert.equal(new Roster(page(one)).passOf(1), null);
  });

  it("takes 3,427 households in well under a second, 100,000 in a few", () => {
    for (const [count, limit] of [
      [3_427, 500],
      [100_000, 5_000],
    ] as const) {
      const many = new TestOffice();
      for (let id = 1; id <= count; id++) many.add(id, [`${id % 50}`, "1", `${id}`]);
      const whole = page(many);
      const start = performance.now();
      new Roster(whole);
      assert.ok(performance.now() - start < limit);
    }
  });
});

describe("a roster on disk", () => {
  it("is the same after a restart", async () => {
    const database = await freshDatabase();
    const one = office();
    await keepPage(database, page(one));
    one.gateState = "sealed";
    one.addPass(8, 4, "visitor");
    await keepPage(database, page(one, 5));
    const roster = await loadRoster(database);
    assert.equal(roster?.version, one.version);
    assert.equal(roster?.gate.state, "sealed");
    assert.equal(roster?.passes.get(8)?.kind, "visitor");
    assert.equal(roster?.households.size, 4);
  });

  it("survives a page that brings nothing but a sealed gate, under the same version", async () => {
    const database = await freshDatabase();
    const whole = page(office());
    await keepPage(database, whole);
    const gate = { ...whole.gate, state: "sealed" as const };
    await keepPage(database, { ...whole, full: false, gate, households: [], passes: [] });
    const roster = await loadRoster(database);
    assert.equal(roster?.households.size, 4);
    assert.equal(roster?.gate.state, "sealed");
  });

  it("is folded when many changes have come, and loses none", async () => {
    const database = await freshDatabase();
    const one = office();
    await keepPage(database, page(one));
    for (let change = 0; change < 250; change++) {
      const before = one.version;
      one.addPass(1_000 + change, 1 + (change % 4), "visitor");
      await keepPage(database, page(one, before));
      await foldPages(database, await vaultOf(database), 4);
    }
    assert.ok((await database.count("pages")) < 250);
    const roster = await loadRoster(database);
    assert.equal(roster?.passes.size, 254);
    assert.equal(roster?.version, one.version);
  });

  it("is nothing when there was none, or only changes of one that is gone", async () => {
    const database = await freshDatabase();
    assert.equal(await loadRoster(database), null);
    await keepPage(database, { ...page(office()), full: false });
    assert.equal(await loadRoster(database), null);
  });
});
