/** The office, as a gate device speaks with it: version 1 of the device API. */

import type {
  Crossing,
  Direction,
  Gate,
  Method,
  RefusedScan,
  RosterPage,
  Verdict,
} from "../core/types";
import type { Credential } from "../store/database";

/** No answer: no network, no server, or none in time. */
export class Unreachable extends Error {}

/** An answer that says no. `status` is HTTP's, `code` and `message` are the office's own. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

export type GateChoice = Gate & { compound: string };
export type Enrolment = {
  username: string;
  password: string;
  device_name: string;
  gate_id?: number;
};
export type Enrolled = { choose: GateChoice[] } | Credential;
export type CrossingResult = {
  id: string;
  status: "recorded" | "repeat" | "conflict" | "set_aside";
  household?: { id: number; outside_since: string | null } | null;
  error?: { code: string; message: string } | null;
};
export type Judgement = {
  verdict: Verdict;
  direction?: Direction | null;
  household?: HouseholdView | null;
  pass?: { number: number; kind: string; holder?: string | null } | null;
};
export type HouseholdView = {
  id: number;
  building: string;
  unit: string;
  room: string;
  masked_name: string;
  members: number;
  outside_since: string | null;
};
export type Question = {
  method: Method;
  direction?: Direction;
  token?: string;
  number?: number;
  household_id?: number;
};
export type Batch = {
  device_time: string;
  roster_version: number;
  unsent: number;
  app_version: string;
  crossings: Crossing[];
};

type Ask = {
  method?: string;
  body?: unknown;
  timeoutMs?: number;
  headers?: Record<string, string>;
};

const PATIENCE_MS = 20_000;

export class Office {
  credential = "";
  language = "zh";

  constructor(private readonly root = "/api/v1") {}

  enrol(enrolment: Enrolment): Promise<Enrolled> {
    return this.#json("/devices", { method: "POST", body: enrolment });
  }

  async leave(): Promise<void> {
    await this.#fetch("/devices/self", { method: "DELETE" });
  }

  /** What changed since `version`, or null when nothing did. */
  async roster(version: number, etag: string): Promise<{ page: RosterPage; etag: string } | null> {
    const headers: Record<string, string> = etag ? { "If-None-Match": etag } : {};
    const answer = await this.#fetch(`/roster?since=${version}`, { headers });
    if (answer.status === 304) return null;
    const page = await body<RosterPage>(answer);
    return { page, etag: answer.headers.get("ETag") ?? "" };
  }

  crossings(batch: Batch): Promise<{ server_time: string; results: CrossingResult[] }> {
    return this.#json("/crossings", { method: "POST", body: batch });
  }

  scans(scans: RefusedScan[]): Promise<{ results: { id: string; status: string }[] }> {
    return this.#json("/scans", { method: "POST", body: { scans } });
  }

  judge(question: Question, timeoutMs: number): Promise<Judgement> {
    return this.#json("/judge", { method: "POST", body: question, timeoutMs });
  }

  ping(): Promise<{ server_time: string }> {
    return this.#json("/ping", {});
  }

  async #json<Answer>(path: string, ask: Ask): Promise<Answer> {
    return body<Answer>(await this.#fetch(path, ask));
  }

  async #fetch(path: string, ask: Ask): Promise<Response> {
    const headers: Record<string, string> = { "Accept-Language": this.language, ...ask.headers };
    if (this.credential) headers["Authorization"] = `Bearer ${this.credential}`;
    if (ask.body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.root + path, {
      method: ask.method ?? "GET",
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(ask.timeoutMs ?? PATIENCE_MS),
    }).catch((error: unknown) => {
      throw new Unreachable(String(error));
    });
    if (answer.ok || answer.status === 304) return answer;
    throw await refusal(answer);
  }
}

async function body<Answer>(answer: Response): Promise<Answer> {
  try {
    return (await answer.json()) as Answer;
  } catch (error) {
    // Cut off half way, or a portal's page in between: not the office that spoke.
    throw new Unreachable(String(error));
  }
}

async function refusal(answer: Response): Promise<Refused | Unreachable> {
  const said = (await answer.json().catch(() => null)) as {
    error?: { code?: string; message?: string };
  } | null;
  const code = said?.error?.code;
  // A portal or a proxy in between says no in its own words: the office has said nothing.
  if (typeof code !== "string") return new Unreachable(`http.${answer.status}`);
  const after = Number(answer.headers.get("Retry-After"));
  const retryAfterMs = after > 0 ? after * 1000 : null;
  return new Refused(answer.status, code, said?.error?.message ?? "", retryAfterMs);
}
