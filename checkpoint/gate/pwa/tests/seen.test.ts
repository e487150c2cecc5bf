import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { nativeVerify } from "../src/core/ed25519";
import { Conductor } from "../src/flow/conductor";
import { Memory } from "../src/flow/memory";
import { reasonOf } from "../src/flow/state";
import type { Database } from "../src/store/database";
import { Unreachable } from "../src/sync/office";
import { TestOffice } from "./office";
import { freshDatabase } from "./storage";

const NUMBER = 3_184_401;
let office: TestOffice;
let database: Database;
let memory: Memory;
let conductor: Conductor;

beforeEach(async () => {
  office = new TestOffice();
  office.add(1, ["12", "2", "501"]);
  database = await freshDatabase();
  await start();
  const { page } = office.answer(0);
  if (page) await memory.apply(page);
});

async function start(): Promise<void> {
  memory = await Memory.load(database);
  conductor = new Conductor({
    memory,
    office: { judge: () => Promise.reject(new Unreachable("")) },
    verify: nativeVerify(crypto.subtle),
    feedback: { verdict() {}, recorded() {}, key() {}, wrong() {} },
    now: () => Date.UTC(2020, 1, 12, 4),
    deliver: () => undefined,
  });
}

/** The reason of the verdict on a card of that generation. */
async function shown(generation: number): Promise<string> {
  conductor.show({ name: "scan" });
  await conductor.scanned(office.token(NUMBER, { generation }));
  const { screen } = conductor.state;
  assert.ok(screen.name === "verdict");
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return reasonOf(screen.passage.verdict);
}

describe("a newer card", () => {
  it("kills the older one without a word from the office", async () => {
    assert.equal(await shown(1), "exit.admitted");
    assert.equal(await shown(3), "exit.admitted");
    assert.equal(await shown(1), "pass.superseded");
    assert.equal(await shown(2), "pass.superseded");
    assert.equal(await shown(3), "exit.admitted");
  });

  it("is remembered through a restart", async () => {
    await shown(2);
    await start();
    assert.equal(await shown(1), "pass.superseded");
  });

  it("counts only when its signature holds", async () => {
    conductor.show({ name: "scan" });
    const forged = office.token(NUMBER, { generation: 9 });
    await conductor.scanned(`${forged.slice(0, -2)}00`);
    assert.equal(await shown(1), "exit.admitted");
  });

  it("is nothing to remember once the roster knows of it", async () => {
    const row = office.passes.get(NUMBER);
    assert.ok(row);
    row[2] = 2;
    office.touch(1);
    const { page } = office.answer(memory.version());
    if (page) await memory.apply(page);
    await shown(2);
    assert.equal(await database.count("seen"), 0);
    assert.equal(await shown(1), "pass.superseded");
  });

  it("keeps nobody waiting when the disk is full", async () => {
    memory.see = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    assert.equal(await shown(2), "exit.admitted");
  });
});
