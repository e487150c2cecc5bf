/** A visit while a household writes it down. Pure. */

import { readPhone } from "../core/phone";
import { DAY_MS, localDay, momentOf } from "../core/zone";

export const PURPOSES = ["family", "care", "repair", "delivery", "medical", "other"] as const;
export const MOST_PEOPLE = 20;
export const AHEAD_DAYS = 30;

export type Planned = {
  name: string;
  phone: string;
  people: number;
  plate: string;
  purpose: (typeof PURPOSES)[number];
  /** As a calendar and a clock in the compound show them: `2026-02-14`, `14:30`. */
  day: string;
  from: string;
  to: string;
};
/** As it is sent. */
export type PlanWish = Omit<Planned, "day" | "from" | "to"> & { since: string; until: string };
export type PlanField = "name" | "phone" | "plate" | "people" | "since" | "until";
export type PlanRead = { wish: PlanWish } | { field: PlanField };

const QUARTER_MS = 15 * 60_000;
const USUAL_MS = 2 * 3_600_000;

/** An empty one: from the next quarter of an hour, for two hours. */
export function newPlan(now: number, zone: string): Planned {
  const since = Math.ceil(now / QUARTER_MS) * QUARTER_MS;
  return {
    name: "",
    phone: "",
    people: 1,
    plate: "",
    purpose: "family",
    day: dayText(localDay(since, zone)),
    from: clockText(since, zone),
    to: clockText(since + USUAL_MS, zone),
  };
}

/** The first and the last day on which a visit may begin. */
export function days(now: number, zone: string): { min: string; max: string } {
  const today = localDay(now, zone);
  return { min: dayText(today), max: dayText(today + AHEAD_DAYS) };
}

/** What is sent, or the field that is wrong. An end before the beginning is one of the next day. */
export function readPlan(plan: Planned, now: number, zone: string): PlanRead {
  const name = plan.name.trim();
  if (!name) return { field: "name" };
  const phone = readPhone(plan.phone);
  if (plan.phone.trim() && !("phone" in phone)) return { field: "phone" };
  const day = dayNumber(plan.day);
  const [from, to] = [minutesOf(plan.from), minutesOf(plan.to)];
  if (day === null || from === null) return { field: "since" };
  if (to === null) return { field: "until" };
  const since = momentOf(day, from, zone);
  const until = momentOf(to > from ? day : day + 1, to, zone);
  if (until <= now) return { field: "until" };
  const { people, plate, purpose } = plan;
  const times = { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
  return { wish: { name, phone: plan.phone.trim(), people, plate: plate.trim(), purpose, ...times } };
}

/** Which field of the form an error of the office is about, by the office's name for it. */
export function fieldOf(name: string | null): PlanField | null {
  const known: Record<string, PlanField> = {
    name: "name",
    phone: "phone",
    plate: "plate",
    people: "people",
    party_size: "people",
    since: "since",
    expected_from: "since",
    until: "until",
    expected_until: "until",
  };
  return known[name ?? ""] ?? null;
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function dayNumber(text: string): number | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isFinite(at) ? at / DAY_MS : null;
}

function minutesOf(text: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(text) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}

function clockText(at: number, zone: string): string {
  const how = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", how).format(at);
}
