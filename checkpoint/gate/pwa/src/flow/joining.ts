/** Joining: a one-time code from staff makes this phone a device of a gate. */

import { codeInLink, readCode, typedCode } from "../core/code";
import { keep, type Credential } from "../store/database";
import { Refused, type Office } from "../sync/office";
import type { Conductor } from "./conductor";
import type { Memory } from "./memory";
import type { JoinProblem, JoinScreen } from "./state";

const TOLD = ["code.unknown", "code.used", "code.expired"] as const;

export class Joining {
  /** From a link that was opened, until the screen takes it. */
  #offered = "";

  constructor(
    private readonly memory: Memory,
    private readonly office: Pick<Office, "join">,
    private readonly conductor: () => Conductor,
    private readonly enter: (credential: Credential) => Promise<void>,
    private readonly appVersion: string,
  ) {}

  /** Ask for a code; one that came by a link stands there already. */
  show(problem: JoinProblem | null): void {
    const code = this.#offered;
    this.#offered = "";
    this.conductor().show({ name: "join", code, looking: false, busy: false, problem });
  }

  /** The phone turned out to have a gate: what a link offered is not for it. */
  decline(): void {
    if (this.#offered) this.conductor().set({ joinedAlready: true });
    this.#offered = "";
  }

  /** A link to join was opened. A device that has a gate keeps it. */
  offer(link: string): void {
    const conductor = this.conductor();
    const code = codeInLink(link);
    if (!code) return;
    if (conductor.state.credential) return conductor.set({ joinedAlready: true });
    // At the start nobody knows yet whether this phone has a gate.
    this.#offered = code;
    if (conductor.state.screen.name === "join") this.show(null);
  }

  /** The code as it is typed. */
  type(text: string): void {
    this.#change({ code: typedCode(text), problem: null });
  }

  /** Look for a code with this page's own camera, or stop looking. */
  look(looking: boolean): void {
    this.#change({ looking, problem: null });
  }

  /** The camera read something. */
  saw(text: string): void {
    const code = codeInLink(text) ?? readCode(text);
    if (code) this.#change({ code, looking: false, problem: null });
    else this.#change({ problem: "code.foreign" });
  }

  async join(deviceName: string): Promise<void> {
    const screen = this.#screen;
    const code = screen && readCode(screen.code);
    if (!code) return this.#change({ problem: "code.malformed" });
    this.#change({ busy: true, problem: null });
    try {
      await this.#become(code, deviceName);
    } catch (error) {
      this.#change({ busy: false, problem: problemOf(error) });
    }
  }

  async #become(code: string, deviceName: string): Promise<void> {
    const wish = { code, device_name: deviceName, app_version: this.appVersion };
    const credential = await this.office.join(wish);
    const { database } = this.memory;
    await keep(database, "credential", credential);
    const conductor = this.conductor();
    const settings = { ...conductor.state.settings, deviceName };
    await keep(database, "settings", settings);
    conductor.set({ settings });
    // The first roster takes its time: the screen says so, this one has done its part.
    void this.enter(credential);
  }

  #change(change: Partial<JoinScreen>): void {
    if (this.#screen) this.conductor().show({ ...this.#screen, ...change });
  }

  get #screen(): JoinScreen | null {
    const { screen } = this.conductor().state;
    return screen.name === "join" ? screen : null;
  }
}

function problemOf(error: unknown): JoinProblem {
  if (!(error instanceof Refused)) return "unreachable";
  if (error.status === 429) return "busy";
  return TOLD.find((code) => code === error.code) ?? "code.unknown";
}
