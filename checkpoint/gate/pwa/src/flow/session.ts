/** Whose device this is, and its line to the office: joining, leaving, sending, watching. */

import { hasLapsed, knowledgeAge } from "../core/age";
import { drop, keep, kept, type Credential } from "../store/database";
import { Courier, LETTER_EVERY_MS, type Round } from "../sync/courier";
import { Refused, type Office } from "../sync/office";
import { Watch } from "../sync/watch";
import type { Conductor } from "./conductor";
import { Joining } from "./joining";
import type { Memory } from "./memory";
import type { JoinProblem, Line } from "./state";

/** What is needed of the office; tests and the simulator bring their own. */
export type SessionOffice = Pick<
  Office,
  "credential" | "join" | "leave" | "crossings" | "scans" | "signOns" | "roster"
>;
type Timer = ReturnType<typeof setTimeout>;

export class Session {
  readonly joining: Joining;
  readonly #courier: Courier;
  readonly #watch: Watch;
  #sendTimer: Timer | undefined;
  #watchTimer: Timer | undefined;
  /** Ends the question that is open at the office. */
  #question: AbortController | null = null;
  #leaving = false;
  #fitting = false;

  constructor(
    private readonly memory: Memory,
    private readonly office: SessionOffice,
    private readonly conductor: () => Conductor,
    private readonly now: () => number,
    appVersion: string,
    battery: () => number | null = () => null,
  ) {
    this.#courier = new Courier(memory, office, now, appVersion, battery);
    this.#watch = new Watch(memory, office, now);
    const enter = (credential: Credential) => this.#enter(credential);
    this.joining = new Joining(memory, office, conductor, enter, appVersion);
  }

  /** Take up where the device stopped: at the gate, handing over, or not of any gate yet. */
  async start(): Promise<void> {
    const { database } = this.memory;
    const [credential, revoked] = [await kept(database, "credential"), await kept(database, "revoked")];
    await this.conductor().recorder.refresh();
    await this.conductor().holding.restore();
    await this.conductor().guessing.restore();
    this.conductor().subscribe(() => void this.#fit());
    if (!credential) return this.joining.show(null);
    this.joining.decline();
    if (revoked) return this.#handOver(credential);
    await this.#enter(credential);
  }

  /** Take the device off its gate. What is not sent yet stays on it, and goes out once it joins again. */
  async leave(): Promise<void> {
    await this.#endShift();
    await this.#courier.round();
    // Without a network staff end the credential later, by hand; here it is gone at once.
    await this.office.leave().catch(() => undefined);
    await this.#forget(null);
  }

  /** There is something to send, or a reason to ask: now, not at the next round. */
  deliver(): void {
    this.#sendAfter(30, () => this.#send());
    if (!this.conductor().state.line.reachable) this.#askAgain();
  }

  /** The network came back, or the page woke up: whatever was open before may be dead. */
  wake(): void {
    this.deliver();
    this.#askAgain();
  }

  async #enter(credential: Credential): Promise<void> {
    this.#leaving = false;
    this.office.credential = credential.credential;
    const conductor = this.conductor();
    conductor.set({ credential, shift: this.memory.shift.current });
    this.#tell(true);
    await this.#fit();
    conductor.home();
    this.deliver();
    await this.#ask();
  }

  async #send(): Promise<void> {
    if (!this.office.credential || this.#leaving) return;
    const outcome = await this.#courier.round();
    let over = false;
    try {
      await this.conductor().recorder.refresh();
      // Nothing was sent, so nothing was learned about the line.
      if (outcome !== "done" || this.#courier.spoke) this.#tell(outcome === "done");
      over = await this.#isOver(outcome);
    } finally {
      // Whatever fails here, for want of room on the disk, say: another round is another try.
      const pause = outcome === "done" ? LETTER_EVERY_MS : this.#courier.pauseMs;
      if (!over) this.#sendAfter(pause, () => this.#send());
    }
  }

  #sendAfter(pause: number, send: () => Promise<void>): void {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => void send(), pause);
  }

  /** Ask what changed, over and over. One question at a time. */
  async #ask(): Promise<void> {
    if (!this.office.credential || this.#leaving || this.#question) return;
    const question = (this.#question = new AbortController());
    const outcome = await this.#watch.ask(question.signal);
    this.#question = null;
    const { aborted } = question.signal;
    let over = false;
    try {
      if (aborted) this.#watch.wake();
      else over = await this.#heard(outcome);
    } finally {
      if (!over) this.#askAfter(aborted ? 0 : this.#watch.pauseMs);
    }
  }

  #askAfter(pause: number): void {
    clearTimeout(this.#watchTimer);
    this.#watchTimer = setTimeout(() => void this.#ask(), pause);
  }

  /** What an answer changes here; true when this device is not of the gate any more. */
  async #heard(outcome: Round): Promise<boolean> {
    const wasLost = this.#courier.pauseMs > 0;
    this.#tell(outcome === "done");
    if (outcome === "done" && wasLost) this.deliver();
    if (await this.#isOver(outcome)) return true;
    await this.conductor().recorder.refresh();
    await this.conductor().visiting.heard();
    await this.#fit();
    return false;
  }

  #askAgain(): void {
    if (this.#question) return this.#question.abort();
    this.#watch.wake();
    this.#askAfter(0);
  }

  /** What is known and who stands here, brought in step with the gate and with the time. */
  async #fit(): Promise<void> {
    const conductor = this.conductor();
    if (conductor.isServing || this.#leaving || this.#fitting) return;
    this.#fitting = true;
    try {
      await this.#lapse();
      await conductor.signing.fit();
    } finally {
      this.#fitting = false;
    }
    const known = this.memory.roster !== null;
    if (known === conductor.state.known) return;
    conductor.set({ known });
    const { name } = conductor.state.screen;
    if (name === "starting" || !known) conductor.home();
  }

  /** Nobody may carry the roster about for weeks: without a word from the office it is deleted. */
  async #lapse(): Promise<void> {
    const { roster } = this.memory;
    const age = knowledgeAge(this.now(), this.memory.heard()?.at ?? null);
    if (roster && Number.isFinite(age) && hasLapsed(age, roster.rules.lease_days)) {
      await this.memory.wipe();
    }
  }

  async #isOver(outcome: Round): Promise<boolean> {
    if (this.#leaving) return true;
    if (outcome === "revoked") await this.#revoked();
    if (outcome === "unwelcome") await this.#turnedAway();
    return outcome === "revoked" || outcome === "unwelcome";
  }

  /** The office does not know this device any more. Whoever stands at the gate is served first. */
  async #turnedAway(): Promise<void> {
    if (!this.conductor().isServing) return this.#forget("unwelcome");
    this.#sendAfter(1_000, () => this.#turnedAway());
  }

  /** Staff took this device off its gate: first of all it forgets whom it knows. A full disk keeps it
   * from noting that, not from leaving; after a restart the office says so again. */
  async #revoked(): Promise<void> {
    this.#leaving = true;
    await this.memory.wipe();
    await keep(this.memory.database, "revoked", true).catch(() => undefined);
    const { credential } = this.conductor().state;
    if (credential) await this.#handOver(credential);
  }

  /** Send what was not sent, for as long as it takes; then the device is nobody's. */
  async #handOver(credential: Credential): Promise<void> {
    this.#leaving = true;
    this.office.credential = credential.credential;
    await this.#endShift();
    const conductor = this.conductor();
    conductor.set({ credential, known: false, shift: null });
    conductor.show({ name: "handing-over" });
    const outcome = await this.#courier.round();
    await conductor.recorder.refresh();
    const left = outcome !== "later" && (await this.#hasLeft());
    this.#tell(left);
    if (left) return this.#forget("revoked");
    this.#sendAfter(Math.max(1_000, this.#courier.pauseMs), () => this.#handOver(credential));
  }

  async #hasLeft(): Promise<boolean> {
    return this.office.leave().then(
      () => true,
      (error: unknown) => error instanceof Refused && error.status === 401,
    );
  }

  async #forget(problem: JoinProblem | null): Promise<void> {
    this.#leaving = true;
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#watchTimer);
    this.#question?.abort();
    this.office.credential = "";
    await this.#endShift();
    await this.memory.forget();
    await drop(this.memory.database, "revoked");
    this.conductor().set({ credential: null, known: false, shift: null, holds: [] });
    this.joining.show(problem);
  }

  /** As far as the disk has room to say when it ended. */
  async #endShift(): Promise<void> {
    await this.memory.shift.end(this.now()).catch(() => undefined);
  }

  #tell(reachable: boolean): void {
    const heard = this.memory.heard();
    const line: Line = { heardAt: heard?.at ?? null, offset: heard?.offset ?? 0, reachable };
    this.conductor().set({ line });
  }
}
