/** The words of the gate as types. Wire shapes keep the names they have in the API. */

export type Direction = "exit" | "entry";
export type Method = "scan" | "number" | "address" | "visit";
export type Outcome = "admit" | "refuse" | "ask";
export type PassKind = "household" | "caregiver" | "visitor";
export type OverrideReason = "emergency" | "medical" | "duty" | "other";

export const TOKEN_REASONS = [
  "token.empty",
  "token.foreign",
  "token.unsupported",
  "token.malformed",
  "token.called_in",
  "token.unknown_key",
  "token.bad_signature",
] as const;
export type TokenReason = (typeof TOKEN_REASONS)[number];

export const REASONS = [
  ...TOKEN_REASONS,
  "pass.stale_code",
  "pass.unlinked",
  "pass.unknown",
  "pass.other_compound",
  "pass.revoked",
  "pass.superseded",
  "pass.not_yet_valid",
  "pass.expired",
  "pass.outside_hours",
  "pass.after_hours",
  "pass.already_out",
  "pass.already_in",
  "household.unknown",
  "household.gone",
  "gate.sealed",
  "household.in_observation",
  "household.restricted",
  "household.already_out",
  "household.already_in",
  "closure.night",
  "quota.sealed",
  "quota.used",
  "party.too_many",
  "reading.fever",
  "reading.high",
  "reading.too_soon",
  "reading.same_instrument",
  "reading.too_cold",
  "outing.late",
  "visitor.denied",
  "visitor.maybe_denied",
  "visitor.closed",
  "visitor.unconfirmed",
  "visit.used",
  "visit.cancelled",
  "visit.too_early",
  "visit.over",
  "visit.already_in",
  "visit.not_inside",
  "visit.overstayed",
  "vehicle.denied",
  "vehicle.closed",
  "vehicle.residents_only",
  "vehicle.unknown",
  "vehicle.hand_over",
  "exit.admitted",
  "entry.admitted",
  "crossing.undone",
] as const;
export type Reason = (typeof REASONS)[number];

/** What the guard may do about a verdict, in the order in which a verdict names it. */
export const MAY = [
  "exempt",
  "measure_again",
  "visitor_path",
  "override",
  "call_desk",
  "emergency",
] as const;
export type May = (typeof MAY)[number];

/** `until`: when the answer changes by itself (ISO 8601), null where it does not. */
export type Verdict = { outcome: Outcome; reasons: Reason[]; until: string | null; may: May[] };
/** A verdict as it travels; an older office says nothing of `until`. */
export type VerdictSent = { outcome: Outcome; reasons: Reason[]; until?: string | null };

export type ExemptReason = "medical" | "duty" | "essential_work";

/** The rules of a compound, as they lie in the office too: minutes, tenths of a degree, `HH:MM`. */
export type RuleBody = {
  outings: { limit: number; days: number; counted: "calendar" | "rolling" } | null;
  people: number | null;
  children_count: boolean;
  longest_minutes: number;
  closure: { from: string; to: string } | null;
  fever_tenths: number;
  cold_tenths: number;
  rest_minutes: number;
  another_instrument: boolean;
  exempt: ExemptReason[];
  visitors: "open" | "registered" | "confirmed" | "closed";
  vehicles: "open" | "known" | "residents" | "closed";
  overstay_minutes: number;
};

/** A set of rules of the roster: its version, and from when it holds (epoch seconds). */
export type RuleSet = RuleBody & { version: number; from: number };

/** A thermometer of the gate, and what it shows too little today, in tenths. */
export type Instrument = { id: number; name: string; offset_tenths: number };

/** What a token says of its pass; times are ISO 8601 in UTC, `valid_until` is exclusive. */
export type Claims = {
  kind: PassKind;
  kid: number;
  number: number;
  generation: number;
  valid_from: string;
  valid_until: string | null;
} & PhoneFacts;

/** What a phone says of its code besides: when it made it, and whether it is known as unlinked. */
export type PhoneFacts = { shown_at?: string | null; unlinked?: boolean };

/** What keeps a household from going out; `until` is exclusive, null is until it is lifted. */
export type Restriction = { kind: string; since: string; until: string | null };

/**
 * The limits of an extra pass: on which weekdays its hours begin (Monday is 1, null is every day),
 * from when to when (local `HH:MM`, the end exclusive, null is the whole day), whether leaving home
 * with it uses up an outing of the household, and whether its holder lives in the compound.
 */
export type Limits = {
  weekdays: number[] | null;
  hours: { from: string; to: string } | null;
  counted: boolean;
  home: "here" | "elsewhere";
};

/** The facts that a verdict is decided from; the same JSON as in `tests/vectors/verdict.json`. */
export type Facts = {
  now: string;
  direction: Direction;
  gate: {
    state: "open" | "sealed";
    compound_id: number;
    time_zone: string;
    /** How many thermometers the gate has. */
    instruments: number;
  };
  rules: RuleBody;
  token: { reason: TokenReason | null };
  claims:
    | Pick<
        Claims,
        "kind" | "number" | "generation" | "valid_from" | "valid_until" | keyof PhoneFacts
      >
    | null;
  method: Method;
  pass: {
    compound_id: number;
    kind: PassKind;
    state: "active" | "revoked";
    generation: number;
    valid_until: string | null;
    household_id: number | null;
    /** Of an extra pass alone. */
    limits?: Limits | null;
    outside?: boolean;
    outside_since?: string | null;
  } | null;
  household: {
    id: number;
    state: "active" | "gone";
    outside: boolean;
    outside_since: string | null;
    restrictions: Restriction[];
    /** When somebody went out and it counts as an outing; in any order. */
    exits: string[];
  } | null;
  /** The children are among the people. */
  party: { people: number; children: number };
  exempt: ExemptReason | null;
  /** In the order in which they were taken; `instrument` is null where nobody knows. */
  readings: ReadingFacts[];
  visit: VisitFacts | null;
  vehicle: VehicleFacts | null;
};

export type ReadingFacts = { tenths: number; instrument: number | null; at: string };

/** A visit as it is known now: `until` is exclusive, null is open. `denied`: `maybe` is by name alone. */
export type VisitFacts = {
  state: "expected" | "inside" | "left" | "cancelled" | "refused";
  denied: "no" | "maybe" | "yes";
  confirmed: boolean;
  purpose: string;
  since: string | null;
  until: string | null;
};

/** A vehicle that wants in; `denied`: its plate is on the deny list. */
export type VehicleFacts = {
  kind: "resident" | "visitor" | "delivery" | "emergency" | "unknown";
  denied: boolean;
};

export const PURPOSES = [
  "family",
  "care",
  "delivery",
  "repair",
  "medical",
  "official",
  "emergency_service",
  "other",
] as const;
export type Purpose = (typeof PURPOSES)[number];
export type VehicleKind = VehicleFacts["kind"];

/** A visit as it was registered at a gate, sent with the first crossing that tells of it. */
export type VisitShape = {
  name: string;
  phone: string;
  from_place: string;
  purpose: Purpose;
  household_id: number | null;
  party_size: number;
  plate: string;
  expected_until: string;
  /** How the household agreed; "" where it has not. */
  host_confirmed: "" | "phone" | "door" | "desk";
  note: string;
};

/** A vehicle that passed. */
export type VehicleShape = { plate: string; kind: VehicleKind; disinfected: boolean };

/** A temperature as it travels: `tenths` is what was shown and the offset; by the office's clock. */
export type ReadingTaken = {
  tenths: number;
  offset_tenths: number;
  instrument_id: number | null;
  taken_at: string;
};

/** One entry or exit as it is sent; the id is made here. Readings are tenths of a degree Celsius. */
export type Crossing = {
  id: string;
  direction: Direction;
  method: Method;
  token: string | null;
  number: number | null;
  household_id: number | null;
  gate_id: number;
  decided_at: string;
  reading_tenths: number | null;
  party_size: number;
  override: { reason: OverrideReason; note: string } | null;
  verdict: VerdictSent;
  roster_version: number;
  knowledge_age_s: number;
  /** What the device believes its clock to lack: add it to `decided_at` to get the office's time. */
  clock_offset_ms: number;
  /** The guard who was signed on. */
  staff_id: number | null;
  /** The crossing that this one takes back. */
  undoes: string | null;
  /** How many of the party are children; older records say nothing of this and what follows. */
  children?: number;
  /** Why the count of outings and the night closure did not bind them. */
  exempt?: ExemptReason | null;
  /** All of them in order; `reading_tenths` is the last. */
  readings?: ReadingTaken[];
  /** The rules by which this device decided; 0 where the compound has made none. */
  rules_version?: number;
  /** The visit that it opens or closes; older records say nothing of visits and vehicles. */
  visit_id?: string | null;
  visit?: VisitShape | null;
  vehicle?: VehicleShape | null;
};

/** A guard's time at this device, as it is reported; `ended_at` is null while it lasts. */
export type SignOn = { id: string; staff_id: number; at: string; ended_at: string | null };

/** A scan that was no pass of ours. Of its text only the length and a fingerprint leave the device. */
export type RefusedScan = {
  id: string;
  at: string;
  reason: Reason;
  length: number;
  sample: string;
};

export type Gate = { id: number; name: string; state: "open" | "sealed" };

/** `[kind, since, until or 0]`, in epoch seconds, and lines for the guard. */
export type Orders = {
  restrictions?: [string, number, number][];
  notices?: string[];
  exits?: ExitRow[];
};
/** An exit that counts: epoch seconds, and the first 8 hex digits of the crossing's id. */
export type ExitRow = [number, string];
/** `[id, building, unit, room, masked name, members, a|g, outside since (epoch s) or 0, orders?]` */
export type HouseholdRow = [
  number,
  string,
  string,
  string,
  string,
  number,
  "a" | "g",
  number,
  Orders?,
];
/** `[number, kind, generation, a|r, household id, valid until (epoch s) or 0, masked holder, extra?]` */
export type PassRow = [number, PassKind, number, "a" | "r", number, number, string, ExtraRow?];
/** Of an extra pass: `outside` is since when (epoch s) or 0, and left out before its first crossing. */
export type ExtraRow = { limits?: Limits; outside?: number };

/**
 * `[id, state, household id or 0, masked name, purpose, people, from (epoch s) or 0, until (epoch s),
 * confirmed, plate, pass number or 0, hash of the phone]`; the state is e(xpected), i(nside), l(eft),
 * c(ancelled) or r(efused), and of the last three a device hears once.
 */
export type VisitRow = [
  string,
  "e" | "i" | "l" | "c" | "r",
  number,
  string,
  Purpose,
  number,
  number,
  number,
  0 | 1,
  string,
  number,
  string,
];
/** `[id, what it is matched by, hash, until (epoch s) or 0, in force]` */
export type DenialRow = [number, "phone" | "plate" | "name", string, number, 0 | 1];
/** `[plate, kind, household id or 0, in the register]` */
export type VehicleRow = [string, VehicleKind, number, 0 | 1];

/** `[name of a resident's phone, whether it may show its pass]`; those that may are not listed. */
export type PhoneRow = [string, 0 | 1];

export type Rules = {
  fever_tenths: number;
  cold_tenths: number;
  longest_outing_minutes: number;
  /** From how many minutes on what is known here counts as aging, and as old. */
  aging_minutes: number;
  old_minutes: number;
  /** After so many days without a word from the office the roster is deleted. */
  lease_days: number;
  pin_iterations: number;
};

/** Who may sign on: `salt` and the PBKDF2-SHA256 `verifier` of the PIN are base64url. */
export type Guard = { id: number; name: string; salt: string; verifier: string };

/** An answer of `GET /api/v1/roster`: everything, or what changed since a version. */
export type RosterPage = {
  version: number;
  full: boolean;
  server_time: string;
  gate: Gate;
  compound: { id: number; name: string; time_zone: string };
  /** Who the office believes is signed on. */
  staff: { id: number; name: string } | null;
  guards: Guard[];
  rules: Rules;
  /** In force and to come; an older office has none. */
  rule_sets?: RuleSet[];
  instruments?: Instrument[];
  keys: { kid: number; public: string }[];
  /** Ids of keys that were called in; missing from an office that does not tell. */
  called_in?: number[];
  households: HouseholdRow[];
  passes: PassRow[];
  /** An older office tells nothing of visits, of the deny list and of vehicles. */
  deny_salt?: string;
  visits?: VisitRow[];
  denials?: DenialRow[];
  vehicles?: VehicleRow[];
  /** Phones of residents that show their pass no more; an older office names none. */
  phones?: PhoneRow[];
};
