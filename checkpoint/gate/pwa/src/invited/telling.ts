/** An invitation in words: the same lines on the page, on paper and in the picture. Pure. */

import { longDay, clockOf } from "../resident/moments";
import type { Invitation } from "./office";
import type { Words } from "./words";

export type Line = { label: string; text: string };
export type Told = { headline: string; more: string; lines: Line[] };

export function tell(invitation: Invitation, words: Words): Told {
  const { state } = invitation;
  if (state === "cancelled") return plain(words.cancelled, words.cancelledHow);
  if (state === "over") return plain(words.over, words.overHow);
  const since = Date.parse(invitation.since);
  const begin = `${longDay(words.code, since, invitation.time_zone)} ${clockAt(invitation, words, since)}`;
  const headlines = { ready: words.show, inside: words.inside, early: words.early(begin) };
  return { headline: headlines[state], more: "", lines: linesOf(invitation, words) };
}

/** From when until when, the day of the end only where it is another one. */
export function timesOf(invitation: Invitation, words: Words): string {
  const [since, until] = [Date.parse(invitation.since), Date.parse(invitation.until)];
  const day = (at: number) => longDay(words.code, at, invitation.time_zone);
  const clock = (at: number) => clockAt(invitation, words, at);
  const end = day(since) === day(until) ? clock(until) : `${day(until)} ${clock(until)}`;
  return `${day(since)} ${clock(since)} – ${end}`;
}

function linesOf(invitation: Invitation, words: Words): Line[] {
  const { compound, building_zh, building_en, host, gates, people } = invitation;
  const building = words.code === "zh" ? building_zh : building_en;
  return [
    { label: words.when, text: timesOf(invitation, words) },
    { label: words.where, text: [compound, building].filter(Boolean).join(words.comma) },
    { label: words.gates, text: gates.join(words.comma) },
    { label: words.host, text: host && words.hostHome(host) },
    { label: words.people, text: words.count(people) },
  ].filter(({ text }) => text);
}

function plain(headline: string, more: string): Told {
  return { headline, more, lines: [] };
}

function clockAt({ time_zone }: Invitation, words: Words, at: number): string {
  return clockOf(words.code, at, time_zone);
}
