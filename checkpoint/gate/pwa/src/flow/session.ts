/** Who this device is, and its line to the office: signing in and out, and the rounds of the courier. */

import type { Credential } from "../store/database";
import { keep, kept } from "../store/database";
import { Courier, type Round } from "../sync/courier";
import { Refused, type Enrolment, type Office } from "../sync/office";
import type { Conductor } from "./conductor";
import type { Memory } from "./memory";
import type { Problem, Screen } from "./state";

/** Between two rounds while somebody looks at the screen, and while nobody does. */
const ROUND_MS = 5_000;
const HIDDEN_ROUND_MS = 30_000;

export class Session {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #courier: Courier;
  /** Kept from the form while the guard chooses a gate; never on disk. */
  #answers: Enrolment | null = null;

  constructor(
    private readonly memory: Memory,
    private readonly office: Office,
    private readonly conductor: () => Conductor,
    now: () => number,
    appVersion: string,
  ) {
    this.#courier = new Courier(memory, office, now, appVersion);
  }

  /** Take up where the device stopped: at the gate if it is enrolled, else at the sign-in. */
  async start(): Promise<void> {
    const credential = (await kept(this.memory.database, "credential")) ?? null;
    await this.conductor().recorder.refresh();
    if (!credential) return this.#showEnrol(null);
    await this.#enter(credential);
  }

  /** Sign in with a name and a password; the answer may be a choice of gates. */
  async enrol(answers: Enrolment): Promise<void> {
    const conductor = this.conductor();
    this.#answers = answers;
    this.#setEnrol({ busy: true, problem: null });
    try {
      const answer = await this.office.enrol(answers);
      if ("choose" in answer) return this.#setEnrol({ busy: false, choose: answer.choose });
      this.#answers = null;
      await keep(this.memory.database, "credential", answer);
      const settings = { ...conductor.state.settings, deviceName: answers.device_name };
      await keep(this.memory.database, "settings", settings);
      conductor.set({ settings });
      await this.#enter(answer);
    } catch (error) {
      this.#setEnrol({ busy: false, problem: problemOf(error) });
    }
  }

  /** The gate that was chosen from the answer to the sign-in. */
  async chooseGate(id: number): Promise<void> {
    if (this.#answers) await this.enrol({ ...this.#answers, gate_id: id });
  }

  /** Back from the choice of gates to the form. */
  async startOver(): Promise<void> {
    this.#answers = null;
    this.#showEnrol(null);
  }

  /** Sign out. What is not sent yet stays on this device, and goes out after the next sign-in. */
  async leave(): Promise<void> {
    await this.#courier.round();
    // Without a network the office ends the credential later, by hand; here it is gone at once.
    await this.office.leave().catch(() => undefined);
    await this.#forget(null);
  }

  /** There is something to send: now, not at the next round. */
  deliver(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#round(), 30);
  }

  async #enter(credential: Credential): Promise<void> {
    this.office.credential = credential.credential;
    const conductor = this.conductor();
    conductor.set({ credential, line: this.#line("done") });
    if (!this.memory.roster) {
      conductor.show({ name: "starting" });
      await this.#round();
      return;
    }
    conductor.show({ name: "scan" });
    this.deliver();
  }

  async #round(): Promise<void> {
    if (!this.office.credential) return;
    const outcome = await this.#courier.round();
    const conductor = this.conductor();
    conductor.set({ line: this.#line(outcome) });
    await conductor.recorder.refresh();
    if (outcome === "unwelcome") return this.#turnedAway();
    if (conductor.state.screen.name === "starting" && this.memory.roster) {
      conductor.show({ name: "scan" });
    }
    const calm = document.hidden ? HIDDEN_ROUND_MS : ROUND_MS;
    clearTimeout(this.#timer);
    const pause = outcome === "done" ? calm : Math.max(calm, this.#courier.pauseMs);
    this.#timer = setTimeout(() => void this.#round(), pause);
  }

  /** The office does not know this device any more. Whoever stands at the gate is served first. */
  async #turnedAway(): Promise<void> {
    if ("passage" in this.conductor().state.screen) {
      this.#timer = setTimeout(() => void this.#turnedAway(), 1_000);
      return;
    }
    await this.#forget({ code: "unwelcome" });
  }

  async #forget(problem: Problem | null): Promise<void> {
    clearTimeout(this.#timer);
    this.office.credential = "";
    await this.memory.forget();
    this.conductor().set({ credential: null });
    this.#showEnrol(problem);
  }

  #line(outcome: Round): { heardAt: number | null; offset: number; reachable: boolean } {
    const heard = this.memory.heard();
    return {
      heardAt: heard?.at ?? null,
      offset: heard?.offset ?? 0,
      reachable: outcome === "done",
    };
  }

  #showEnrol(problem: Problem | null): void {
    this.conductor().show({ name: "enrol", choose: [], busy: false, problem });
  }

  #setEnrol(change: Partial<Extract<Screen, { name: "enrol" }>>): void {
    const { screen } = this.conductor().state;
    if (screen.name === "enrol") this.conductor().show({ ...screen, ...change });
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refused && error.message) return { code: "said", message: error.message };
  return { code: error instanceof Refused ? "unwelcome" : "unreachable" };
}
