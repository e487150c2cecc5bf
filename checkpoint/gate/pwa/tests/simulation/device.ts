/**
 * A device around the real gate view: its clock, timers, chance, network and disk are the
 * simulator's. Nothing in it happens by itself; everything that can happen waits in `tasks`,
 * `timers` or `asked` until the host lets it happen.
 */

import { Disk } from "./disk";
import type { Gate, Starter } from "./gate";
import { fill, randomBy, type Random } from "./random";
import { Reply, type Answer } from "./reply";
import { subtleBy } from "./subtle";

export type World = { at: number; began: number; seed: string; say: (event: object) => void };
type Timer = { id: number; due: number; act: () => void };
type Asked = { settle: (answer: Reply) => void; reject: (why: unknown) => void };
type Init = { method?: string; headers?: object; body?: string | null; signal?: AbortSignal };

/** A real turn of Node's own loop: everything that promises had to say is said then. */
const turn = globalThis.setImmediate;

export class Device {
  readonly disk = new Disk();
  readonly tasks: (() => void)[] = [];
  gate: Gate | null = null;
  /** Ahead of the true time by so many milliseconds, and by so many more in a million. */
  offset = 0;
  drift = 0;
  /** Nothing wakes it before this. */
  asleepUntil = 0;
  #dies: { after: number; power: boolean; landed: boolean } | null = null;
  #timers: Timer[] = [];
  #asked = new Map<number, Asked>();
  #random: Random;
  #lives = 0;
  #count = 0;

  constructor(
    readonly id: number,
    private readonly world: World,
    private readonly code: string,
  ) {
    this.#random = randomBy(`${world.seed}/${id}`);
  }

  now(): number {
    const { at, began } = this.world;
    return Math.floor(at + this.offset + ((at - began) * this.drift) / 1e6);
  }

  /** When the next timer is due, Infinity for none. */
  get due(): number {
    return Math.max(this.asleepUntil, Math.min(...this.#timers.map((timer) => timer.due)));
  }

  /** Start it: on what its disk holds, and with nothing else. */
  start(starter: Omit<Starter, "say">): void {
    this.#lives += 1;
    const names = this.#surroundings();
    const make = new Function(...Object.keys(names), `${this.code}\nreturn gate;`);
    const { boot } = make(...Object.values(names)) as typeof import("./gate");
    const life = this.#lives;
    const say = (event: object): void => this.say(event);
    boot({ ...starter, say }).then(
      (gate) => {
        if (life === this.#lives) this.gate = gate;
      },
      (error: unknown) => this.say({ say: "astray", why: String(error) }),
    );
  }

  /** Off, as by the hand or by an empty battery. */
  stop(power: boolean, landed: boolean): void {
    this.gate = null;
    this.#dies = null;
    this.tasks.length = 0;
    this.#timers = [];
    this.#asked.clear();
    this.disk.cut(power, landed);
    this.say({ say: "off" });
  }

  /** Off after so many more tasks, in the midst of whatever it does then; null for not at all. */
  diesAfter({ after, ...how }: { after: number | null; power: boolean; landed: boolean }): void {
    this.#dies = after === null ? null : { after, ...how };
  }

  say(event: object): void {
    this.world.say({ device: this.id, ...event });
  }

  /** Let everything happen that needs neither time nor network. */
  async settle(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => turn(() => resolve()));
      const task = this.tasks.shift();
      if (!task) return;
      if (this.#dies && this.#dies.after-- <= 0) return this.stop(this.#dies.power, this.#dies.landed);
      try {
        task();
      } catch (error) {
        this.say({ say: "astray", why: String(error) });
      }
    }
  }

  /** Let the first of the timers that are due ring. */
  ring(): void {
    const next = this.#timers.reduce((a, b) => (b.due < a.due ? b : a));
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.tasks.push(next.act);
  }

  /** The answer to a request; to one that nobody waits for any more it says nothing. */
  answer(request: number, answer: Answer | null): void {
    const asked = this.#asked.get(request);
    this.#asked.delete(request);
    if (!asked) return;
    if (answer) this.tasks.push(() => asked.settle(new Reply(answer)));
    else this.tasks.push(() => asked.reject(new TypeError("Failed to fetch")));
  }

  // What the gate view finds around it, by the names that a browser has for it.

  #surroundings(): Record<string, unknown> {
    const device = this;
    class DeviceDate extends Date {
      constructor(...given: unknown[]) {
        super(...((given.length ? given : [device.now()]) as [number]));
      }
      static override now(): number {
        return device.now();
      }
    }
    const names: Record<string, unknown> = {
      setTimeout: (act: () => void, ms?: number) => this.#after(ms ?? 0, act),
      clearTimeout: (id: number) => this.#clear(id),
      fetch: (path: string, init: Init) => this.#fetch(path, init),
      indexedDB: this.disk.factory,
      crypto: this.#crypto(),
      Date: DeviceDate,
      Math: Object.assign(Object.create(Math), { random: this.#random }),
      performance: { now: () => this.world.at, mark() {}, measure() {} },
      document: { hidden: false, addEventListener() {}, removeEventListener() {} },
      navigator: { language: "zh", onLine: true },
      addEventListener() {},
      console: { ...console, error: (why: unknown) => this.say({ say: "grumbles", why: `${why}` }) },
    };
    const own = Object.entries(names).map(([name, value]) => [name, { value }]);
    const all = Object.create(globalThis, Object.fromEntries(own));
    return { ...names, globalThis: all, window: all, self: all };
  }

  #crypto(): object {
    return {
      getRandomValues: <Octets extends ArrayBufferView>(octets: Octets) =>
        fill(octets, this.#random),
      subtle: subtleBy((octets) => fill(octets, this.#random)),
    };
  }

  #after(ms: number, act: () => void): number {
    const id = ++this.#count;
    // Like a browser: whole milliseconds, and at least one.
    this.#timers.push({ id, due: this.world.at + Math.max(1, Math.trunc(ms)), act });
    return id;
  }

  #clear(id: number): void {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  #fetch(path: string, init: Init = {}): Promise<Reply> {
    const request = ++this.#count;
    const { method = "GET", headers = {}, body = null, signal } = init;
    this.say({ say: "asks", request, method, path, headers, body });
    return new Promise<Reply>((settle, reject) => {
      this.#asked.set(request, { settle, reject });
      signal?.addEventListener("abort", () => {
        this.#asked.delete(request);
        this.say({ say: "hangs up", request });
        reject(signal.reason);
      });
    });
  }
}
