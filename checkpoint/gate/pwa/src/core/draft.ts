/** A visit while it is being registered: what was typed so far, and what is still wrong with it. */

import { plainLine } from "./crossing";
import { readPhone, type PhoneReason } from "./phone";
import type { Household } from "./roster";
import type { Purpose, VehicleShape, VisitShape } from "./types";
import { DAY_MS, localDay, momentOf } from "./zone";

export type Draft = {
  name: string;
  phone: string;
  fromPlace: string;
  purpose: Purpose | null;
  household: Household | null;
  /** They go to no household: the office, or the hand-over point. */
  nowhere: boolean;
  people: number;
  vehicle: VehicleShape | null;
  /** How long they stay, or "" and until what time of day. */
  minutes: number | null;
  time: string;
  host: "" | "phone" | "door";
};

export const NEW_DRAFT: Draft = {
  name: "",
  phone: "",
  fromPlace: "",
  purpose: null,
  household: null,
  nowhere: false,
  people: 1,
  vehicle: null,
  minutes: 60,
  time: "",
  host: "",
};

export const STAYS = [30, 60, 120, 240] as const;

export type DraftProblems = {
  name?: "name.empty";
  phone?: PhoneReason;
  purpose?: "purpose.empty";
  household?: "household.empty";
  until?: "until.past";
};
export type DraftRead = { shape: VisitShape } | { problems: DraftProblems };

const LONGEST_LINE = 80;
const MINUTE = 60_000;
/** A time of day that is further away than this was meant for earlier today. */
const FURTHEST = DAY_MS / 2;
/** Where nobody asks for a name: life first. */
const NAMELESS = "—";

/** The visit as it is sent, or all that is wrong. `now` in milliseconds, by the office's clock. */
export function readDraft(draft: Draft, now: number, zone: string): DraftRead {
  const isRescue = draft.purpose === "emergency_service";
  const name = plainLine(draft.name).slice(0, LONGEST_LINE);
  const phone = readPhone(draft.phone);
  const until = untilOf(draft, now, zone);
  const problems: DraftProblems = {
    ...(name || isRescue ? {} : { name: "name.empty" }),
    ...("phone" in phone || (isRescue && !draft.phone.trim()) ? {} : { phone: phone.reason }),
    ...(draft.purpose ? {} : { purpose: "purpose.empty" }),
    ...(draft.household || draft.nowhere || isRescue ? {} : { household: "household.empty" }),
    ...(until === null ? { until: "until.past" } : {}),
  };
  if (!draft.purpose || until === null || Object.keys(problems).length > 0) return { problems };
  return {
    shape: {
      name: name || draft.vehicle?.plate || NAMELESS,
      phone: "phone" in phone ? phone.phone : "",
      from_place: plainLine(draft.fromPlace).slice(0, LONGEST_LINE),
      purpose: draft.purpose,
      household_id: draft.household?.id ?? null,
      party_size: draft.people,
      plate: draft.vehicle?.plate ?? "",
      expected_until: new Date(until).toISOString(),
      host_confirmed: draft.host,
      note: "",
    },
  };
}

/** Until when they stay: the next time that the clock shows it, or null where that makes no sense. */
export function untilOf({ minutes, time }: Draft, now: number, zone: string): number | null {
  if (minutes !== null) return now + minutes * MINUTE;
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const day = localDay(now, zone);
  const shown = Number(hour) * 60 + Number(minute);
  const found = [day, day + 1].map((one) => momentOf(one, shown, zone)).find((at) => at > now);
  return found !== undefined && found - now <= FURTHEST ? found : null;
}
