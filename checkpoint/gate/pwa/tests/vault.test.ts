import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { openDB } from "idb";
import { Memory } from "../src/flow/memory";
import { emptyVault, keep, kept, openDatabase, type Database } from "../src/store/database";
import { Vault } from "../src/store/vault";
import { wentThrough } from "./crossings";
import { TestOffice } from "./office";
import { freshDatabase, freshName, keepPage, vaultOf } from "./storage";

const credential = {
  credential: "1.secret",
  device: { id: 7, name: "red phone" },
  gate: { id: 1, name: "北门" },
  compound: { id: 1, name: "棉四生活区" },
  community: { name: "棉四社区", phone: "" },
};
let office: TestOffice;
let database: Database;

beforeEach(async () => {
  office = new TestOffice();
  office.add(1, ["1", "1", "101"], "欧阳**");
  office.addGuard(3, "王队长", "314159");
  database = await freshDatabase();
});

const page = () => {
  const found = office.roster(0);
  assert.ok(found);
  return found;
};

describe("the vault", () => {
  it("leaves nothing of residents and guards on the disk that can be read", async () => {
    await keepPage(database, page());
    const [sealed] = await database.getAll("pages");
    assert.ok(sealed);
    const text = new TextDecoder().decode(sealed.octets) + JSON.stringify(sealed);
    assert.doesNotMatch(text, /欧阳|王队长|households/);
    assert.equal(sealed.iv.length, 12);
  });

  it("keeps a key that nobody can take out", async () => {
    await vaultOf(database);
    const key = await database.get("vault", "key");
    assert.ok(key instanceof CryptoKey);
    assert.equal(key.extractable, false);
    await assert.rejects(crypto.subtle.exportKey("raw", key));
  });

  it("has an IV of its own for every record", async () => {
    const vault = await vaultOf(database);
    const ivs = new Set<string>();
    for (let turn = 0; turn < 50; turn++) ivs.add((await vault.seal("page 1", {})).iv.join());
    assert.equal(ivs.size, 50);
  });

  it("opens no record under another name, or of another device, or altered", async () => {
    const vault = await vaultOf(database);
    const other = await Vault.open(database, 8);
    const sealed = await vault.seal("page 1", { a: 1 });
    assert.deepEqual(await vault.unseal("page 1", sealed), { a: 1 });
    await assert.rejects(vault.unseal("page 2", sealed));
    assert.ok(other);
    await assert.rejects(other.unseal("page 1", sealed));
    new Uint8Array(sealed.octets)[0]! ^= 1;
    await assert.rejects(vault.unseal("page 1", sealed));
  });

  it("is the same after a restart", async () => {
    await keep(database, "credential", credential);
    const memory = await Memory.load(database);
    await memory.apply(page());
    const again = await Memory.load(database);
    assert.equal(again.roster?.households.get(1)?.name, "欧阳**");
    assert.equal(again.roster?.guards[0]?.name, "王队长");
  });

  it("means nothing any more once the key is gone", async () => {
    const memory = await Memory.load(database);
    await memory.apply(page());
    const [stolen] = await database.getAll("pages");
    assert.ok(stolen);
    await emptyVault(database);
    assert.equal(await database.count("vault"), 0);
    const later = await vaultOf(database);
    await assert.rejects(later.unseal("page 1", stolen));
    assert.equal((await Memory.load(database)).roster, null);
  });

  it("is emptied when what lies in it cannot be opened, and the device starts afresh", async () => {
    await keepPage(database, page());
    await keep(database, "credential", credential);
    const memory = await Memory.load(database);
    assert.equal(memory.roster, null);
    assert.equal(await database.count("pages"), 0);
    await memory.apply(page());
    assert.equal((await Memory.load(database)).roster?.households.size, 1);
  });
});

describe("a database of the version before", () => {
  const crossing = wentThrough(Date.UTC(2020, 1, 12), 1, "exit");
  const { clock_offset_ms: _, staff_id: __, undoes: ___, ...older } = crossing;

  it("keeps its outbox and its credential, and loses the roster that lay open", async () => {
    const name = freshName();
    const before = await openDB(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("kept");
        fresh.createObjectStore("roster", { autoIncrement: true });
        const crossings = fresh.createObjectStore("crossings", { keyPath: "id" });
        crossings.createIndex("byState", ["state", "decidedAt"]);
        crossings.createIndex("byTime", "decidedAt");
        fresh.createObjectStore("scans", { keyPath: "id" });
      },
    });
    const at = Date.parse(crossing.decided_at);
    await before.add("crossings", {
      id: crossing.id,
      crossing: older,
      state: "waiting",
      decidedAt: at,
      door: null,
    });
    await before.add("roster", page());
    await before.put("kept", credential, "credential");
    await before.put("kept", { at: 1, offset: 0, etag: "x" }, "heard");
    before.close();
    const after = await openDatabase(name);
    assert.ok(!(after.objectStoreNames as unknown as DOMStringList).contains("roster"));
    assert.equal((await kept(after, "credential"))?.device.id, 7);
    assert.equal(await kept(after, "heard"), undefined);
    const memory = await Memory.load(after);
    assert.equal(memory.version(), 0);
    const [waiting] = await memory.waiting(10);
    assert.deepEqual(waiting?.crossing, older, "byte for byte as it was recorded");
    await memory.apply(page());
    const household = memory.roster?.households.get(1) ?? null;
    assert.equal(memory.household(household)?.outsideSince, at);
  });
});
