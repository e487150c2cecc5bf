/** Visitors: registered here, found again, let in and out; each of it one crossing like any other. */

import { MAX_PARTY, uuid } from "../core/crossing";
import { NEW_DRAFT, readDraft, type Draft } from "../core/draft";
import { readPhone } from "../core/phone";
import type { Household, Roster } from "../core/roster";
import type { Direction, VehicleShape } from "../core/types";
import { deniedBy, expectedOf, hashesOf, insideOf, newVisit, type Visit } from "../core/visit";
import type { Office } from "../sync/office";
import type { Memory } from "./memory";
import { passageOf, type Found, type Said } from "./passages";
import type { Recorder } from "./recorder";
import type { Stage } from "./stage";
import type { Passage, VehicleHere, VisitHere, VisitorScreen } from "./state";

type Hands = {
  memory: Memory;
  now: () => number;
  office: Partial<Pick<Office, "earlier" | "askHost">>;
};
type Open = (found: Found, direction: Direction | null, said?: Partial<Said>) => Promise<Passage>;

export class Visiting {
  constructor(
    private readonly stage: Stage,
    private readonly hands: Hands,
    private readonly recorder: Recorder,
    private readonly open: Open,
  ) {}

  // Whom this device knows of.

  get inside(): Visit[] {
    return insideOf(this.hands.memory.visits().values());
  }

  get expected(): Visit[] {
    return expectedOf(this.hands.memory.visits().values(), this.#now);
  }

  /** The visit that a pass was made for. Of several on one number, the one that is going on. */
  ofPass(number: number | null | undefined): VisitHere | null {
    if (number == null) return null;
    const mine = [...this.hands.memory.visits().values()].filter((one) => one.passNumber === number);
    const visit = mine.find((one) => one.state === "inside") ?? mine.at(-1);
    return visit ? { visit, shape: null } : null;
  }

  // The form.

  /** The visitor's path, for somebody whom no card speaks for. */
  start(known: Partial<Draft> = {}): void {
    if (!this.hands.memory.roster) return;
    this.#show({ draft: { ...NEW_DRAFT, ...known }, part: "form", problems: {}, earlier: null });
  }

  /** Something was typed or pressed; what was wrong with that field is not said any longer. */
  change(change: Partial<Draft>): void {
    const screen = this.#screen;
    if (!screen) return;
    const draft = { ...screen.draft, ...change };
    draft.people = Math.min(MAX_PARTY, Math.max(1, draft.people));
    const problems = { ...screen.problems };
    for (const name of Object.keys(change)) delete problems[fieldOf(name)];
    const asks = change.phone !== undefined && change.phone !== screen.draft.phone;
    this.#show({ ...screen, draft, problems, ...(asks ? { earlier: null } : {}) });
    if (asks) void this.#askEarlier(draft.phone);
  }

  /** A part of the form that fills the screen: the doors, or the number plate. */
  turnTo(part: VisitorScreen["part"]): void {
    const screen = this.#screen;
    if (screen) this.#show({ ...screen, part });
  }

  choose(household: Household | null): void {
    this.change({ household, nowhere: household === null });
    this.turnTo("form");
  }

  /** They came before: to whom and what for as then. Their name the office keeps to itself. */
  fillIn(): void {
    const { earlier, draft } = this.#screen ?? {};
    if (!earlier?.last || !draft) return;
    const { purpose, household_id } = earlier.last;
    const household = this.#roster.households.get(household_id ?? 0) ?? null;
    this.change({ purpose, household, nowhere: household_id === null });
    const screen = this.#screen;
    if (screen) this.#show({ ...screen, earlier: null });
  }

  /** May they come in? Shows the verdict, or what is still missing. */
  async submit(): Promise<void> {
    const screen = this.#screen;
    if (!screen) return;
    const { draft } = screen;
    const read = readDraft(draft, this.#now, this.#roster.compound.time_zone);
    if ("problems" in read) return this.#show({ ...screen, part: "form", problems: read.problems });
    const visit = newVisit(uuid(), read.shape, this.#roster.denySalt);
    const here = { visit, shape: read.shape, draft };
    const vehicle = draft.vehicle && this.vehicleHere(draft.vehicle);
    await this.open(this.#found(here), "entry", { party: draft.people, vehicle });
  }

  /** Back to the form from the verdict on it, with everything as it was. */
  again(passage: Passage): boolean {
    const draft = passage.visit?.draft;
    if (draft && !passage.recorded) this.start({ ...draft, vehicle: passage.vehicle });
    return draft !== undefined && !passage.recorded;
  }

  /** The household was asked meanwhile. */
  async confirm(passage: Passage, how: "phone" | "door"): Promise<void> {
    const { visit: here } = passage;
    if (!here) return;
    const shape = here.shape && { ...here.shape, host_confirmed: how };
    const draft = here.draft && { ...here.draft, host: how };
    const visit = { ...here.visit, confirmed: true };
    await this.#openAgain(passage, { visit, shape, ...(draft && { draft }) });
  }

  /** Let the household say it on its own phone; the roster brings the answer (`heard`). */
  async askHost(passage: Passage): Promise<void> {
    const { visit: here } = passage;
    const { askHost } = this.hands.office;
    if (!here || !askHost) return;
    const asking = askHost.call(this.hands.office, here.visit.id, here.shape);
    const asked = await asking.then(({ phones }) => phones).catch(() => "failed" as const);
    const waiting = this.#waiting;
    if (waiting?.visit?.visit.id !== here.visit.id) return;
    this.stage.show({ name: "verdict", passage: { ...waiting, visit: { ...here, asked } } });
  }

  /** The roster changed: the household that was asked may have answered. */
  async heard(): Promise<void> {
    const waiting = this.#waiting;
    const here = waiting?.visit;
    if (!waiting || !here?.asked || here.asked === "failed") return;
    const known = this.hands.memory.visits().get(here.visit.id);
    const isSame = known?.confirmed === here.visit.confirmed && known.state === here.visit.state;
    if (!known || isSame) return;
    const { confirmed, state } = known;
    await this.#openAgain(waiting, { ...here, visit: { ...here.visit, confirmed, state } });
  }

  async #openAgain(passage: Passage, visit: VisitHere): Promise<void> {
    const { party, readings, vehicle } = passage;
    const found = { ...this.#found(visit), ...cardOf(passage) };
    await this.open(found, passage.direction, { party, readings, vehicle });
  }

  /** Whoever stands before a verdict that is not recorded yet. */
  get #waiting(): Passage | null {
    const { screen } = this.stage.state;
    return screen.name === "verdict" && !screen.passage.recorded ? screen.passage : null;
  }

  // Coming and going by the list.

  /** Somebody who was expected is here. */
  async arrive(id: string): Promise<void> {
    const visit = this.hands.memory.visits().get(id);
    if (!visit || !this.hands.memory.roster) return;
    const vehicle = this.#plateOf(visit);
    await this.open(this.#found({ visit, shape: null }), "entry", { party: visit.people, vehicle });
  }

  /** One press, and they have left; only where the gate may not be used it is shown first. */
  async leave(id: string): Promise<void> {
    const visit = this.hands.memory.visits().get(id);
    const { roster } = this.hands.memory;
    if (!visit || !roster) return;
    const found = this.#found({ visit, shape: null });
    const said = { party: visit.people, vehicle: this.#plateOf(visit) };
    const now = new Date(this.#now).toISOString();
    const passage = { ...passageOf(found, roster, now, "exit"), ...said };
    if (passage.verdict.outcome === "refuse") return void (await this.open(found, "exit", said));
    await this.recorder.keep(passage, null);
  }

  // Vehicles.

  /** What the register and the deny list say of a plate. */
  vehicleHere(vehicle: VehicleShape): VehicleHere {
    const { vehicles, denials, denySalt } = this.#roster;
    const known = vehicles.get(vehicle.plate);
    const hashes = hashesOf(denySalt, { phone: "", plate: vehicle.plate, name: "" });
    return {
      ...vehicle,
      kind: known?.active ? known.kind : whose(vehicle.kind),
      denied: deniedBy(denials.values(), hashes, this.#now) === "yes",
    };
  }

  #plateOf({ plate, purpose }: Visit): VehicleHere | null {
    if (!plate) return null;
    const kind =
      purpose === "delivery"
        ? "delivery"
        : purpose === "emergency_service"
          ? "emergency"
          : "visitor";
    return this.vehicleHere({ plate, kind, disinfected: false });
  }

  // The rest.

  #found(visit: VisitHere): Found {
    const household = this.#roster.households.get(visit.visit.householdId ?? 0) ?? null;
    return {
      method: "visit",
      token: null,
      number: null,
      claims: null,
      pass: null,
      household,
      visit,
      refused: null,
    };
  }

  /** Silent where the office does not answer: it is a help, not a step. */
  async #askEarlier(typed: string): Promise<void> {
    const phone = readPhone(typed);
    const { office } = this.hands;
    if (!("phone" in phone) || !office.earlier || !this.stage.state.line.reachable) return;
    try {
      const earlier = await office.earlier(phone.phone);
      const screen = this.#screen;
      const isKnown = earlier.last !== null || earlier.denied;
      if (isKnown && screen?.draft.phone === typed) this.#show({ ...screen, earlier });
    } catch {
      // The form goes on without.
    }
  }

  #show(screen: Omit<VisitorScreen, "name">): void {
    this.stage.show({ ...screen, name: "visitor" });
  }

  get #screen(): VisitorScreen | null {
    const { screen } = this.stage.state;
    return screen.name === "visitor" ? screen : null;
  }

  get #roster(): Roster {
    const { roster } = this.hands.memory;
    if (!roster) throw new Error("nobody is registered without a roster");
    return roster;
  }

  get #now(): number {
    return this.hands.now() + this.stage.state.line.offset;
  }
}

/** What is not in the register can't be a resident's. */
function whose(kind: VehicleShape["kind"]): VehicleShape["kind"] {
  return kind === "resident" ? "unknown" : kind;
}

/** Under what name a part of the draft is complained about. */
function fieldOf(name: string): keyof VisitorScreen["problems"] {
  if (name === "nowhere") return "household";
  return (name === "minutes" || name === "time" ? "until" : name) as keyof VisitorScreen["problems"];
}

/** The card that was shown, where there was one. */
function cardOf({ method, token, number, claims, pass }: Passage) {
  return { method, token, number, claims, pass };
}
