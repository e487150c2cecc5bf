/**
 * The simulator's half in Node: takes one command a line, lets the devices do what follows from it,
 * and answers with one line of what they did. It reads no clock and draws no lots of its own.
 */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Device, type World } from "./device";
import type { Starter } from "./gate";
import type { Answer } from "./reply";

type Command = { at: number; device: number } & (
  | { do: "reset"; seed: string }
  | ({ do: "start" } & Omit<Starter, "say">)
  | { do: "stop"; power: boolean; landed: boolean }
  | { do: "die"; after: number | null; power: boolean; landed: boolean }
  | { do: "act"; verb: string; given: unknown[] }
  | { do: "answer"; request: number; answer: Answer | null }
  | { do: "clock"; offset: number; drift: number }
  | { do: "sleep"; until: number }
  | { do: "disk"; room: number | null }
  | { do: "tick" }
  | { do: "report" }
);

const code = readFileSync(new URL("gate.js", import.meta.url), "utf-8");
let events: object[] = [];
let devices = new Map<number, Device>();
const world: World = { at: 0, began: 0, seed: "", say: (event) => events.push(event) };
let running: Device | null = null;

// fake-indexeddb asks for its turns here.
globalThis.setImmediate = ((task: () => void) => {
  running?.tasks.push(task);
}) as typeof setImmediate;
process.on("unhandledRejection", (why) => running?.say({ say: "astray", why: String(why) }));

function deviceOf(id: number): Device {
  const device = devices.get(id) ?? new Device(id, world, code);
  devices.set(id, device);
  return device;
}

async function let_(device: Device): Promise<void> {
  running = device;
  device.disk.use();
  await device.settle();
}

async function obey(command: Command): Promise<object> {
  if (command.do === "tick") return tick(command.at);
  world.at = command.at;
  if (command.do === "reset") return reset(command.seed);
  const device = deviceOf(command.device);
  running = device;
  device.disk.use();
  if (command.do === "report") return report(device);
  prepare(device, command);
  await let_(device);
  return {};
}

function prepare(device: Device, command: Command): void {
  if (command.do === "start") device.start(command);
  else if (command.do === "stop") device.stop(command.power, command.landed);
  else if (command.do === "die") device.diesAfter(command);
  else if (command.do === "act") device.gate?.act(command.verb, command.given);
  else if (command.do === "answer") device.answer(command.request, command.answer);
  else if (command.do === "clock") [device.offset, device.drift] = [command.offset, command.drift];
  else if (command.do === "sleep") device.asleepUntil = command.until;
  else if (command.do === "disk") device.disk.room = command.room ?? Infinity;
}

function reset(seed: string): object {
  devices = new Map();
  running = null;
  world.seed = seed;
  world.began = world.at;
  return {};
}

/** Let the timers ring that are due until then, in the order of their times. */
async function tick(until: number): Promise<object> {
  for (let next = first(); next && next.due <= until; next = first()) {
    world.at = Math.max(world.at, next.due);
    next.ring();
    await let_(next);
  }
  world.at = until;
  return {};
}

function first(): Device | null {
  let found: Device | null = null;
  for (const one of devices.values()) if (!found || one.due < found.due) found = one;
  return found && Number.isFinite(found.due) ? found : null;
}

async function report(device: Device): Promise<object> {
  const asked = device.gate?.report();
  await let_(device);
  return { report: (await asked) ?? null };
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await obey(JSON.parse(line) as Command);
  const next = first()?.due ?? null;
  process.stdout.write(JSON.stringify({ ...said, events, next }) + "\n");
  events = [];
}
