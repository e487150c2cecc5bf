/** What this device keeps and knows, held together: the courier's shelf and the conductor's memory. */

import { isOuting, Outings, type PassShown } from "../core/outings";
import { extraOf, Outside, type Pending } from "../core/outside";
import { Roster, type Household, type Pass } from "../core/roster";
import type { Claims, Crossing, PassKind, RefusedScan, RosterPage, SignOn } from "../core/types";
import * as database from "../store/database";
import * as outbox from "../store/outbox";
import { foldPages, keepPage, loadRoster } from "../store/rosters";
import { keepSeen, loadSeen } from "../store/seen";
import * as signons from "../store/signons";
import { Vault } from "../store/vault";
import { visitsNow, type Visit } from "../core/visit";
import type { Shelf } from "../sync/courier";
import type { WatchShelf } from "../sync/watch";
import { Shift } from "./shift";

/** How often, at most, the time of the last contact is written down. */
const HEARD_EVERY_MS = 60_000;
const SHOWN_ASIDE = 50;

export class Memory implements Shelf, WatchShelf {
  roster: Roster | null = null;
  #vault: Vault | null = null;
  /** The highest generation of each pass number that was seen here. */
  #seen = new Map<number, number>();
  #heard: database.Heard | null = null;
  #heardKeptAt = 0;
  /** What the roster does not hold yet, by crossing, and what follows from it, by household. */
  readonly #pending = new Map<string, Pending>();
  #outside = new Outside();
  /** The same by the number of extra passes. */
  #extra = new Outside([], extraOf);
  #outings = new Outings();
  /** Made when somebody asks, and again after something happened. */
  #visits: Map<string, Visit> | null = null;

  private constructor(
    readonly database: database.Database,
    readonly shift: Shift,
  ) {}

  /** Everything that was kept, back in memory. */
  static async load(store: database.Database): Promise<Memory> {
    const memory = new Memory(store, await Shift.load(store));
    await memory.#openVault();
    memory.#seen = await loadSeen(store);
    memory.#heard = (await database.kept(store, "heard")) ?? null;
    for (const one of await outbox.unsettled(store)) memory.#pending.set(one.id, one);
    memory.#layOver();
    return memory;
  }

  /** A household as it is now: the roster, and what happened at this gate since. */
  household(one: Household | null): Household | null {
    if (!one || !(this.#outside.has(one.id) || this.#outings.has(one.id))) return one;
    const { id, exits } = one;
    const outsideSince = this.#outside.has(id) ? this.#outside.get(id) : one.outsideSince;
    return { ...one, outsideSince, exits: this.#outings.of(id, exits) };
  }

  /** Every visit as it is now: the roster, and what happened at this gate since. */
  visits(): ReadonlyMap<string, Visit> {
    const { visits, denySalt } = this.roster ?? { visits: new Map<string, Visit>(), denySalt: "" };
    return (this.#visits ??= visitsNow(visits, this.#pending.values(), denySalt));
  }

  /** Whether something happened to a household here that the office has not acknowledged. */
  isAhead(householdId: number): boolean {
    for (const { crossing, settled } of this.#pending.values()) {
      if (settled || crossing.visit_id) continue;
      if (crossing.household_id === householdId) return true;
    }
    return false;
  }

  /** A pass as it is now: the roster, and what was seen and happened here since. A newer card kills
   * the older ones. */
  pass(one: Pass | null): Pass | null {
    if (!one) return null;
    const { number } = one;
    const generation = Math.max(one.generation, this.#seen.get(number) ?? 0);
    const outsideSince = this.#extra.has(number) ? this.#extra.get(number) : one.outsideSince;
    return { ...one, generation, outsideSince };
  }

  /** A card with a good signature was held before this device. Resolves when the disk has it. */
  async see({ number, generation }: Pick<Claims, "number" | "generation">): Promise<void> {
    const known = this.roster?.passes.get(number)?.generation ?? 0;
    if (generation <= Math.max(known, this.#seen.get(number) ?? 0)) return;
    this.#seen.set(number, generation);
    await keepSeen(this.database, number, generation);
  }

  /** Resolves when the crossing is on disk. `pass` is what was shown, where it is known. */
  async record(
    crossing: Crossing,
    door: database.KeptCrossing["door"],
    pass?: PassShown & { number?: number },
  ): Promise<void> {
    const extra = await this.#extraOf(crossing, pass);
    const before = await this.#before(crossing, extra);
    const more = { before, outing: isOuting(crossing, pass), ...(extra && { extra }) };
    const one = await outbox.keepCrossing(this.database, crossing, door, more);
    this.#pending.set(crossing.id, one);
    this.#outings.add(one);
    this.#visits = null;
    // Both take it in, in whichever order.
    if (![this.#outside.add(one), this.#extra.add(one)].every(Boolean)) this.#layOver();
  }

  keepScan(scan: RefusedScan): Promise<void> {
    return outbox.keepScan(this.database, scan);
  }

  last(limit: number): Promise<database.KeptCrossing[]> {
    return outbox.lastCrossings(this.database, limit);
  }

  /** The oldest that were set aside: enough to show; how many there are, `counts` says. */
  aside(): Promise<database.KeptCrossing[]> {
    return outbox.crossingsIn(this.database, "aside", SHOWN_ASIDE);
  }

  counts(): Promise<outbox.Counts> {
    return outbox.counts(this.database);
  }

  /** Delete the key, the roster and the guards; what was recorded here stays. */
  async wipe(): Promise<void> {
    this.#vault = null;
    this.roster = null;
    this.#visits = null;
    await database.emptyVault(this.database);
    // On a full disk the old one stays: with no roster it is not sent.
    if (this.#heard) await this.#keepHeard({ ...this.#heard, etag: "" }).catch(() => undefined);
  }

  /** Forget whose device this is as well. */
  async forget(): Promise<void> {
    await this.wipe();
    await database.forgetEnrolment(this.database);
    this.shift.forget();
    this.#seen.clear();
    this.#heard = null;
    this.#heardKeptAt = 0;
  }

  // The courier's shelf.

  waiting(limit: number): Promise<database.KeptCrossing[]> {
    return outbox.crossingsIn(this.database, "waiting", limit);
  }

  acknowledged(): Promise<database.KeptCrossing[]> {
    return outbox.crossingsIn(this.database, "sent");
  }

  async resolve(fates: Parameters<Shelf["resolve"]>[0]): Promise<void> {
    await outbox.resolve(this.database, fates);
    for (const { id, state, settled } of fates) {
      const pending = this.#pending.get(id);
      if (state === "aside") this.#pending.delete(id);
      else if (pending && settled) this.#pending.set(id, { ...pending, settled });
    }
    this.#layOver();
  }

  async settle(ids: string[]): Promise<void> {
    await outbox.settle(this.database, ids);
    for (const id of ids) this.#pending.delete(id);
    this.#layOver();
  }

  async unsent(): Promise<number> {
    return (await outbox.counts(this.database)).waiting;
  }

  scans(limit: number): Promise<RefusedScan[]> {
    return this.database.getAll("scans", null, limit);
  }

  dropScans(ids: string[]): Promise<void> {
    return outbox.dropScans(this.database, ids);
  }

  signOns(limit: number): Promise<SignOn[]> {
    return signons.unreported(this.database, limit);
  }

  acknowledge(sent: SignOn[]): Promise<void> {
    return signons.acknowledge(this.database, sent);
  }

  version(): number {
    return this.roster?.version ?? 0;
  }

  async apply(page: RosterPage): Promise<void> {
    this.#vault ??= await Vault.make(this.database, await this.#deviceId());
    const before = this.roster;
    if (this.#vault) await keepPage(this.database, this.#vault, page);
    // Wiped meanwhile: changes of nothing are no roster.
    if (this.roster !== before) return;
    this.roster = new Roster(page, before);
    this.#visits = null;
    if (this.#vault) await foldPages(this.database, this.#vault, this.roster.households.size);
  }

  heard(): database.Heard | null {
    return this.#heard;
  }

  async hear(heard: database.Heard): Promise<void> {
    this.#heard = heard;
    // After the clock was set back at once: what the disk says must not look newer than it is.
    const since = heard.at - this.#heardKeptAt;
    if (since < 0 || since >= HEARD_EVERY_MS) await this.#keepHeard(heard);
  }

  async #keepHeard(heard: database.Heard): Promise<void> {
    this.#heard = heard;
    this.#heardKeptAt = heard.at;
    await database.keep(this.database, "heard", heard);
  }

  async #openVault(): Promise<void> {
    this.#vault = await Vault.open(this.database, await this.#deviceId());
    if (!this.#vault) return;
    try {
      this.roster = await loadRoster(this.database, this.#vault);
    } catch {
      // Not ours, or not whole: the office has another.
      this.#vault = null;
      await database.emptyVault(this.database);
    }
  }

  async #deviceId(): Promise<number> {
    return (await database.kept(this.database, "credential"))?.device.id ?? 0;
  }

  /** Whose extra pass it is; an undo is that of the undone. */
  async #extraOf(
    { undoes, visit_id: visit }: Crossing,
    pass?: { kind: PassKind; number?: number },
  ): Promise<number | undefined> {
    if (undoes) return (await this.database.get("crossings", undoes))?.extra;
    return pass?.kind === "caregiver" && !visit ? pass.number : undefined;
  }

  /** Since when they were out before this crossing; an undo leads back to before the undone. */
  async #before(
    { undoes, household_id }: Crossing,
    extra: number | undefined,
  ): Promise<number | null> {
    if (undoes) return (await this.database.get("crossings", undoes))?.before ?? null;
    const pass = extra === undefined ? undefined : this.roster?.passes.get(extra);
    if (pass) return this.pass(pass)?.outsideSince ?? null;
    const household = this.roster?.households.get(household_id ?? 0) ?? null;
    return this.household(household)?.outsideSince ?? null;
  }

  #layOver(): void {
    this.#outside = new Outside(this.#pending.values());
    this.#extra = new Outside(this.#pending.values(), extraOf);
    this.#outings = new Outings(this.#pending.values());
    this.#visits = null;
  }
}
