/** The rules for those who come to visit, to deliver, to repair, to help. */

import type { Facts, VisitFacts } from "../types";
import { closureEnd } from "./closing";
import { ask, note, refuse, type Finding } from "./finding";
import { endOf, observations } from "./outing";
import { EARLY_MS } from "./passes";
import { ofReadings } from "./readings";
import { ofVehicle } from "./vehicles";

type Found = (Finding | null)[];

/** All that the rules find, in the order of the rule book. */
export function ofVisit(facts: Facts, visit: VisitFacts): Found {
  if (visit.purpose === "emergency_service") return [];
  const more = facts.direction === "entry" ? coming(facts, visit) : leaving(facts, visit);
  return facts.gate.state === "open" ? more : [refuse("gate.sealed"), ...more];
}

function coming(facts: Facts, visit: VisitFacts): Found {
  return [
    ofDenial(visit),
    ofState(visit),
    ofTime(facts, visit),
    ofHost(facts, visit),
    ...ofPolicy(facts, visit),
    ofReadings(facts, "refuse"),
    visit.state === "inside" ? ask("visit.already_in") : null,
    ofVehicle(facts),
  ];
}

function leaving(facts: Facts, { state, until }: VisitFacts): Found {
  const reading = ofReadings(facts, "refuse");
  const over = until !== null && Date.parse(facts.now) >= Date.parse(until);
  return [
    state === "inside" ? null : ask("visit.not_inside"),
    over ? note("visit.overstayed") : null,
    reading && note(reading.reason),
  ];
}

function ofDenial({ denied }: VisitFacts): Finding | null {
  if (denied === "no") return null;
  return denied === "maybe" ? ask("visitor.maybe_denied") : refuse("visitor.denied");
}

function ofState({ state }: VisitFacts): Finding | null {
  if (state === "expected" || state === "inside") return null;
  return refuse(state === "left" ? "visit.used" : "visit.cancelled");
}

function ofTime({ now }: Facts, { since, until }: VisitFacts): Finding | null {
  const at = Date.parse(now);
  if (since !== null && at < Date.parse(since) - EARLY_MS) {
    return refuse("visit.too_early", Date.parse(since));
  }
  return until !== null && at >= Date.parse(until) ? refuse("visit.over") : null;
}

function ofHost({ household: host, now }: Facts, { purpose }: VisitFacts): Finding | null {
  if (!host) return null;
  if (host.state !== "active") return refuse("household.gone");
  if (purpose === "medical") return null;
  const observed = observations(host, Date.parse(now));
  return observed.length > 0 ? refuse("household.in_observation", endOf(observed)) : null;
}

const POLICIES: readonly string[] = ["open", "registered", "confirmed"];

function ofPolicy({ rules, gate, now }: Facts, { purpose, confirmed }: VisitFacts): Found {
  const found: Found = [];
  if (purpose !== "medical") {
    const end = closureEnd(rules.closure, gate.time_zone, Date.parse(now));
    if (end !== null) found.push(refuse("closure.night", end));
    if (!POLICIES.includes(rules.visitors)) found.push(refuse("visitor.closed"));
  }
  if (rules.visitors === "confirmed" && !confirmed) found.push(ask("visitor.unconfirmed"));
  return found;
}
