/** What the gate view knows and shows. One value at a time; the views draw it and know nothing else. */

import type { Household, Pass } from "../core/roster";
import type {
  Claims,
  Direction,
  Facts,
  Method,
  Outcome,
  Reason,
  RefusedScan,
  Verdict,
} from "../core/types";
import type { NumberReason } from "../core/number";
import type { ReadingProblem } from "../core/reading";
import type { Credential, KeptCrossing, Settings } from "../store/database";
import type { GateChoice } from "../sync/office";

/** Somebody at the gate, from the scan to the record. */
export type Passage = {
  method: Method;
  /** The text as scanned, kept only while its signature holds. */
  token: string | null;
  number: number | null;
  claims: Claims | null;
  pass: Pass | null;
  household: Household | null;
  direction: Direction;
  party: number;
  facts: Facts;
  /** What stands, the reading included. */
  verdict: Verdict;
  /** What stood before any reading. */
  bare: Verdict;
  /** Who decided: the office in time, or this device alone. */
  judge: "office" | "device";
  reading: number | null;
};

/** What can be wrong with a typed figure, in the place where it is typed. */
export type KeypadProblem = ReadingProblem | "reading.letters";

export type Screen =
  | { name: "starting" }
  | { name: "enrol"; choose: GateChoice[]; busy: boolean; problem: Problem | null }
  | { name: "scan" }
  | { name: "judging"; door: Household | null }
  | { name: "verdict"; passage: Passage }
  | { name: "keypad"; passage: Passage; typed: string; problem: KeypadProblem | null }
  | { name: "override"; passage: Passage }
  | { name: "lookup"; problem: NumberReason | null }
  | { name: "menu" };

export type Problem = { code: "unreachable" | "unwelcome" } | { code: "said"; message: string };

/** The last thing that was recorded, for a moment over the camera. */
export type Done = {
  id: number;
  direction: Direction;
  outcome: Outcome;
  reading: number | null;
  door: KeptCrossing["door"];
  override: boolean;
};

/** One line of the list of the last ones. */
export type Recent = {
  id: string;
  at: number;
  door: KeptCrossing["door"];
  direction: Direction;
  outcome: Outcome;
  reason: Reason;
  reading: number | null;
  override: boolean;
  state: KeptCrossing["state"] | "scan";
};

export type CameraState =
  "off" | "starting" | "live" | "denied" | "absent" | "busy" | "insecure" | "failed";

export type Camera = {
  state: CameraState;
  torch: "none" | "off" | "on";
  choices: { id: string; label: string }[];
};

export type Line = {
  /** By the clock of this device; null before the first time. */
  heardAt: number | null;
  /** What this device's clock lacks, in milliseconds. */
  offset: number;
  reachable: boolean;
};

export type State = {
  screen: Screen;
  credential: Credential | null;
  settings: Settings;
  line: Line;
  unsent: number;
  aside: KeptCrossing[];
  recent: Recent[];
  done: Done | null;
  camera: Camera;
  /** The last crossing could not be put on disk: nothing was recorded. */
  unkept: boolean;
  /** A newer version of the gate view is here and waits for a quiet moment. */
  update: boolean;
  /** Storage that the browser promised not to clear. */
  persistent: boolean;
};

export const NEW_STATE: State = {
  screen: { name: "starting" },
  credential: null,
  settings: { language: "zh", voice: true, cameraId: "", deviceName: "" },
  line: { heardAt: null, offset: 0, reachable: true },
  unsent: 0,
  aside: [],
  recent: [],
  done: null,
  camera: { state: "off", torch: "none", choices: [] },
  unkept: false,
  update: false,
  persistent: false,
};

/** The first reason is the one that is shown. */
export function reasonOf(verdict: Verdict): Reason {
  return verdict.reasons[0] ?? "pass.unknown";
}

/** What is wrong with the reading, whatever else the verdict says. */
export function readingReason({ reading, facts }: Passage): Reason | null {
  if (reading === null) return null;
  if (reading >= facts.rules.fever_tenths) return "reading.fever";
  return reading < facts.rules.cold_tenths ? "reading.too_cold" : null;
}

/** One line of the list, from a crossing that was kept. */
export function recentOf({ crossing, door, state }: KeptCrossing): Recent {
  return {
    id: crossing.id,
    at: Date.parse(crossing.decided_at),
    door,
    direction: crossing.direction,
    outcome: crossing.verdict.outcome,
    reason: reasonOf(crossing.verdict),
    reading: crossing.reading_tenths,
    override: crossing.override !== null,
    state,
  };
}

/** One line of the list, from a scan that led to nobody. */
export function scanLine(scan: RefusedScan): Recent {
  return {
    id: scan.id,
    at: Date.parse(scan.at),
    door: null,
    direction: "exit",
    outcome: "refuse",
    reason: scan.reason,
    reading: null,
    override: false,
    state: "scan",
  };
}
