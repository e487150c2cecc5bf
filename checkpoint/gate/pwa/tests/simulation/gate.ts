/**
 * The gate view as `main.tsx` puts it together, without a page. What the simulator knows of the
 * gate view's parts stands here and nowhere else; it watches, and changes nothing unless a defect
 * is planted.
 */

import { chooseVerify } from "../../src/core/ed25519";
import { isExtra } from "../../src/core/roster";
import type { Crossing, RosterPage } from "../../src/core/types";
import { Conductor } from "../../src/flow/conductor";
import { Memory } from "../../src/flow/memory";
import { Session } from "../../src/flow/session";
import type { Passage } from "../../src/flow/state";
import { keep, openDatabase } from "../../src/store/database";
import { Office } from "../../src/sync/office";
import { plant } from "./defects";

export type Starter = {
  say: (event: object) => void;
  /** At the first start: the office's answer when this phone joined. */
  enrolled: object | null;
  defect: string;
};

/** What a guard does, and what the simulator asks to see. */
export type Gate = {
  act(verb: string, given: unknown[]): void;
  report(): Promise<object>;
};

export async function boot({ say, enrolled, defect }: Starter): Promise<Gate> {
  const database = await openDatabase();
  const memory = await Memory.load(database);
  plant(defect, memory, database);
  watch(memory, say);
  if (enrolled) await keep(database, "credential", enrolled as never);
  const office = new Office();
  const feedback = {
    verdict: (passage: Passage) => say({ say: "verdict", ...told(passage) }),
    recorded: () => say({ say: "recorded" }),
    key: () => undefined,
    wrong: () => say({ say: "wrong" }),
  };
  const conductor: Conductor = new Conductor({
    memory,
    office,
    verify: await chooseVerify(globalThis.crypto?.subtle),
    feedback,
    now: Date.now,
    deliver: () => session.deliver(),
  });
  const session: Session = new Session(memory, office, () => conductor, Date.now, "simulation");
  let shown = "";
  conductor.subscribe(() => {
    const { name } = conductor.state.screen;
    if (name !== shown) say({ say: "screen", name });
    shown = name;
  });
  session.start().catch((why: unknown) => say({ say: "astray", why: String(why) }));
  return { act: acts(conductor, session, memory), report: () => report(memory, conductor) };
}

/** Tell what reaches the disk and what comes from the office. */
function watch(memory: Memory, say: Starter["say"]): void {
  const { record, apply, hear } = Object.fromEntries(
    (["record", "apply", "hear"] as const).map((name) => [name, memory[name].bind(memory)]),
  ) as Pick<Memory, "record" | "apply" | "hear">;
  memory.record = async (crossing, door) => {
    say({ say: "keeping", crossing });
    await record(crossing, door);
    say({ say: "kept", id: crossing.id });
  };
  memory.apply = async (page: RosterPage) => {
    await apply(page);
    say({ say: "learned", version: page.version, passes: page.passes });
  };
  memory.hear = async (heard) => {
    // A letter tells something of the clock, and nothing of what changed.
    if (heard.at !== memory.heard()?.at) say({ say: "heard" });
    await hear(heard);
  };
}

function told({ verdict, judge, pass, claims, household, direction, method }: Passage): object {
  return {
    ...verdict,
    judge,
    pass: pass?.number ?? null,
    generation: claims?.generation ?? null,
    household: household?.id ?? null,
    direction,
    method,
  };
}

function acts(conductor: Conductor, session: Session, memory: Memory): Gate["act"] {
  const verbs: Record<string, (...given: never[]) => unknown> = {
    scan: (text: string) => conductor.scanned(text),
    number: (text: string) => conductor.lookUpNumber(text),
    address: (id: number) => {
      const household = memory.roster?.households.get(id);
      return household && conductor.lookUpHousehold(household);
    },
    measure: (keys: string) => {
      conductor.measure();
      for (const key of keys) conductor.press(key);
    },
    turn: (direction: Crossing["direction"]) => conductor.turn(direction),
    record: () => conductor.record(),
    accept: () => conductor.accept(),
    override: (reason: "emergency") => conductor.override(reason),
    emergency: () => conductor.emergency(),
    undo: () => conductor.undo(),
    back: () => conductor.stepBack(),
    "sign on": async (guard: number, pin: string) => {
      conductor.signing.choose(guard);
      for (const key of pin) await conductor.signing.press(key);
    },
    "sign off": () => conductor.signing.off(),
    join: (code: string) => {
      session.joining.saw(code);
      return session.joining.join("Phone");
    },
    wake: () => session.wake(),
  };
  return (verb, given) => void verbs[verb]?.(...(given as never[]));
}

async function report(memory: Memory, { state }: Conductor): Promise<object> {
  const crossings = await memory.database.getAll("crossings");
  const { roster } = memory;
  const households = [...(roster?.households.values() ?? [])];
  return {
    screen: state.screen.name,
    version: memory.version(),
    crossings: Object.fromEntries(crossings.map((one) => [one.id, one.state])),
    scans: await memory.database.count("scans"),
    signOns: (await memory.signOns(100)).length,
    pages: await memory.database.count("pages"),
    keys: await memory.database.count("vault"),
    outside: Object.fromEntries(
      households.map((one) => [one.id, memory.household(one)?.outsideSince ?? null]),
    ),
    extra: extraOutside(memory),
    gate: roster?.gate.id ?? null,
  };
}

/** Since when the holder of the one extra pass is out. */
function extraOutside(memory: Memory): number | null {
  const one = [...(memory.roster?.passes.values() ?? [])].find(isExtra);
  return memory.pass(one ?? null)?.outsideSince ?? null;
}
