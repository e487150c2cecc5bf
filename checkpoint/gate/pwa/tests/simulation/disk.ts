/**
 * A device's disk: fake-indexeddb, with what real disks do as well. It can be full, and it can lose
 * power: a transaction that had not come to its end is gone, and so are those that were not strict
 * and were followed by no strict one.
 */

import "fake-indexeddb/auto";

/** What is used of fake-indexeddb's inside. */
type Transaction = IDBTransaction & {
  _rollbackLog: (() => void)[];
  _started: boolean;
  _state: string;
  _requests: { request: { readyState: string } }[];
};
type Inside = { _databases: Map<string, { transactions: Transaction[]; connections: unknown[] }> };
type Store = { storeRecord: (record: unknown, noOverwrite: boolean, log?: unknown) => unknown };

const newFactory = (): IDBFactory => new (IDBFactory as unknown as new () => IDBFactory)();
let current: Disk | null = null;
let limited = false;

export class Disk {
  factory = newFactory();
  /** How many more records fit. */
  room = Infinity;
  /** Done, but not yet safe from a power cut. */
  #relaxed: Transaction[] = [];

  /** What is done from here on is done on this disk. */
  use(): void {
    current = this;
  }

  watch(transaction: Transaction): void {
    if (transaction.mode === "readonly") return;
    transaction.addEventListener("complete", () => {
      if (transaction.durability === "strict" || transaction.mode === "versionchange")
        this.#relaxed = [];
      else this.#relaxed.push(transaction);
    });
  }

  /** Stop at once. `power`: what was not strict goes too. `landed`: a transaction that only waited
   * for its last word has reached the disk. */
  cut(power: boolean, landed: boolean): void {
    const inside = this.factory as unknown as Inside;
    const unfinished = [...inside._databases.values()].flatMap((one) => one.transactions);
    for (const one of unfinished.reverse()) {
      const written = one._started && one._requests.every((each) => isDone(each));
      if (one._state !== "finished" && !(landed && written)) takeBack(one);
    }
    if (power) for (const one of this.#relaxed.reverse()) takeBack(one);
    this.#relaxed = [];
    this.#reopen(inside);
  }

  /** The same rows behind a factory that knows nothing of connections of before. */
  #reopen({ _databases }: Inside): void {
    for (const one of _databases.values()) {
      one.transactions = [];
      one.connections = [];
    }
    const fresh = newFactory() as IDBFactory & Inside;
    fresh._databases = _databases;
    this.factory = fresh;
  }
}

function isDone({ request }: Transaction["_requests"][number]): boolean {
  return request.readyState === "done";
}

function takeBack(transaction: Transaction): void {
  for (const undo of transaction._rollbackLog.reverse()) undo();
  transaction._rollbackLog = [];
  transaction._state = "finished";
}

const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...how: Parameters<typeof begin>) {
  const transaction = begin.apply(this, how) as Transaction;
  current?.watch(transaction);
  const store = [...transaction.objectStoreNames][0];
  if (store && !limited) limitRoom(transaction.objectStore(store));
  return transaction;
};

/** Make the class behind every store heed the room that is left; taking back needs none. */
function limitRoom(store: IDBObjectStore): void {
  limited = true;
  const raw = (store as unknown as { _rawObjectStore: Store })._rawObjectStore;
  const all = Object.getPrototypeOf(raw) as Store;
  const { storeRecord } = all;
  all.storeRecord = function (record, noOverwrite, log) {
    if (log && current && current.room-- <= 0) {
      current.room = 0;
      throw new DOMException("no room left", "QuotaExceededError");
    }
    return storeRecord.call(this, record, noOverwrite, log);
  };
}
