/** What the gate view knows and shows. One value at a time; the views draw it and know nothing else. */

import type { Draft, DraftProblems } from "../core/draft";
import type { Household, Pass } from "../core/roster";
import type {
  Claims,
  Direction,
  ExemptReason,
  Facts,
  Method,
  Outcome,
  Reason,
  ReadingTaken,
  RefusedScan,
  RuleSet,
  SignOn,
  VehicleShape,
  Verdict,
  VerdictSent,
  VisitShape,
} from "../core/types";
import type { Visit } from "../core/visit";
import type { NumberReason } from "../core/number";
import type { ReadingProblem } from "../core/reading";
import type { Credential, KeptCrossing, Settings } from "../store/database";
import type { Earlier } from "../sync/office";

/**
 * A visit that somebody at the gate belongs to; with what was registered, and typed, just now.
 * `asked`: on how many of the host's phones the question stands; `failed` where it could not be asked.
 */
export type VisitHere = {
  visit: Visit;
  shape: VisitShape | null;
  draft?: Draft;
  asked?: number | "failed";
};
/** A vehicle at the gate; `denied`: the deny list has its plate. */
export type VehicleHere = VehicleShape & { denied: boolean };

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
  /** How many pass, and how many of them are children. */
  party: number;
  children: number;
  /** Why the count of outings and the night closure do not bind them. */
  exempt: ExemptReason | null;
  visit: VisitHere | null;
  vehicle: VehicleHere | null;
  /** Every temperature that was taken, in order; the last of them in tenths. */
  readings: ReadingTaken[];
  reading: number | null;
  facts: Facts;
  /** The rules that were in force when they came. */
  rules: RuleSet;
  /** What stands, with all that the guard found out since. */
  verdict: Verdict;
  /** What the office said before that, where it answered in time. */
  office: VerdictSent | null;
  /** Who decided: the office in time, or this device alone. */
  judge: "office" | "device";
  /** It is on record already: a fever on the way out is told to the office at once. */
  recorded: boolean;
};

/** Somebody who waits to be measured again: enough to take up where it stopped. */
export type Hold = Pick<
  Passage,
  | "method"
  | "token"
  | "number"
  | "claims"
  | "direction"
  | "party"
  | "children"
  | "exempt"
  | "readings"
  | "visit"
  | "vehicle"
> & {
  id: string;
  householdId: number | null;
  door: KeptCrossing["door"];
  /** By the clock of this device. */
  readyAt: number;
};

/** What can be wrong with a typed figure, in the place where it is typed. */
export type KeypadProblem = ReadingProblem | "reading.letters";

export type Screen =
  | { name: "starting" }
  | JoinScreen
  /** Staff revoked this device: what it has not sent goes out, then it leaves. */
  | { name: "handing-over" }
  | SignOnScreen
  | { name: "scan" }
  | { name: "judging"; door: Household | null }
  | { name: "verdict"; passage: Passage }
  | KeypadScreen
  | { name: "override"; passage: Passage }
  | VisitorScreen
  /** The visitors who are inside, and those who are expected. */
  | { name: "visits" }
  /** The number plate of whoever stands at the gate. */
  | { name: "vehicle"; passage: Passage }
  | { name: "lookup"; problem: NumberProblem | null }
  | { name: "menu" };

/** What is wrong with a typed number; `number.closed`: too many of them were. */
export type NumberProblem = NumberReason | "number.closed";

/** `instrument` is null while nobody has said which one is in hand. */
export type KeypadScreen = {
  name: "keypad";
  passage: Passage;
  typed: string;
  problem: KeypadProblem | null;
  instrument: number | null;
};

/** A visitor who is being registered, step by step; `earlier` is what the office knows of them. */
export type VisitorScreen = {
  name: "visitor";
  draft: Draft;
  part: "form" | "household" | "vehicle";
  problems: DraftProblems;
  earlier: Earlier | null;
};

/** `code` is what was typed or scanned so far; `looking`: the camera looks for one. */
export type JoinScreen = {
  name: "join";
  code: string;
  looking: boolean;
  busy: boolean;
  problem: JoinProblem | null;
};

export type JoinProblem =
  | "code.malformed"
  | "code.unknown"
  | "code.used"
  | "code.expired"
  | "code.foreign"
  | "busy"
  | "unreachable"
  | "unwelcome"
  | "revoked";

/** Who signs on: the list of guards, or the PIN of one of them. */
export type SignOnScreen = {
  name: "sign-on";
  guard: number | null;
  typed: string;
  busy: boolean;
  problem: "wrong" | "wait" | null;
  /** By the clock of this device: before that, no PIN is taken. */
  until: number;
};

/** The last thing that was recorded, for a moment over the camera. */
export type Done = {
  id: number;
  direction: Direction;
  outcome: Outcome;
  reading: number | null;
  door: KeptCrossing["door"];
  override: boolean;
  visitor: boolean;
  /** It was not a crossing but the taking back of one. */
  undone: boolean;
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
  visitor: boolean;
  undone: boolean;
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
  /** A roster is here: without one nobody can be judged. */
  known: boolean;
  /** Who is at this device. */
  shift: SignOn | null;
  unsent: number;
  /** The oldest of those that were set aside, and how many there are. */
  aside: KeptCrossing[];
  asideCount: number;
  recent: Recent[];
  /** The last crossing, as long as it may be one to take back. */
  last: KeptCrossing | null;
  done: Done | null;
  /** Who waits to be measured again, the next one first. */
  holds: Hold[];
  /** When the last typed numbers led nowhere, by the office's clock. */
  wrong: number[];
  camera: Camera;
  /** The last crossing could not be put on disk: nothing was recorded. */
  unkept: boolean;
  /** A newer version of the gate view is here and waits for a quiet moment. */
  update: boolean;
  /** Storage that the browser promised not to clear. */
  persistent: boolean;
  /** Megabytes that are left, once they are few. */
  spaceLeft: number | null;
  /** A link to join was opened on a device that belongs to a gate already. */
  joinedAlready: boolean;
};

export const NEW_STATE: State = {
  screen: { name: "starting" },
  credential: null,
  settings: { language: "zh", voice: true, cameraId: "", deviceName: "" },
  line: { heardAt: null, offset: 0, reachable: true },
  known: false,
  shift: null,
  unsent: 0,
  aside: [],
  asideCount: 0,
  recent: [],
  last: null,
  done: null,
  holds: [],
  wrong: [],
  camera: { state: "off", torch: "none", choices: [] },
  unkept: false,
  update: false,
  persistent: false,
  spaceLeft: null,
  joinedAlready: false,
};

export const SIGN_ON: SignOnScreen = {
  name: "sign-on",
  guard: null,
  typed: "",
  busy: false,
  problem: null,
  until: 0,
};

/** The first reason is the one that is shown. */
export function reasonOf(verdict: VerdictSent): Reason {
  return verdict.reasons[0] ?? "pass.unknown";
}

/** What is wrong with the reading, whatever else the verdict says. */
export function readingReason({ verdict }: Pick<Passage, "verdict">): Reason | null {
  return verdict.reasons.find((reason) => reason.startsWith("reading.")) ?? null;
}

/** Whether a high reading waits for a second one. */
export function isUnsettled({ verdict }: Pick<Passage, "verdict">): boolean {
  return UNSETTLED.includes(reasonOf(verdict));
}

const UNSETTLED: readonly Reason[] = [
  "reading.high",
  "reading.too_soon",
  "reading.same_instrument",
];

/** The lines of the list: an undo is no line of its own, but the mark of the one that it undid. */
export function recentLines(kept: KeptCrossing[]): Recent[] {
  const undone = new Set(kept.map((one) => one.crossing.undoes));
  return kept
    .filter((one) => !one.crossing.undoes)
    .map((one) => ({ ...recentOf(one), undone: undone.has(one.id) }));
}

function recentOf({ crossing, door, state }: KeptCrossing): Recent {
  return {
    id: crossing.id,
    at: Date.parse(crossing.decided_at),
    door,
    direction: crossing.direction,
    outcome: crossing.verdict.outcome,
    reason: reasonOf(crossing.verdict),
    reading: crossing.reading_tenths,
    override: crossing.override !== null,
    visitor: Boolean(crossing.visit_id),
    undone: false,
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
    visitor: false,
    undone: false,
    state: "scan",
  };
}
