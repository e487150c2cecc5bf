/** The office, as a gate device speaks with it: version 1 of the device API. */

import type {
  Crossing,
  Direction,
  Method,
  Purpose,
  RefusedScan,
  RosterPage,
  SignOn,
  VerdictSent,
  VisitShape,
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

export type JoinWish = { code: string; device_name: string; app_version: string };
export type SignOnResult = { id: string; status: "recorded" | "repeat" | "set_aside" };
/** What the roster's door says: a page or null for 'nothing changed', and when to ask again. */
export type RosterAnswer = {
  page: RosterPage | null;
  etag: string;
  serverTime: string | null;
  retryAfterMs: number | null;
};
export type CrossingResult = {
  id: string;
  status: "recorded" | "repeat" | "conflict" | "set_aside";
  household?: { id: number; outside_since: string | null } | null;
  error?: { code: string; message: string } | null;
};
export type Judgement = {
  verdict: VerdictSent;
  direction?: Direction | null;
  household?: HouseholdView | null;
  pass?: { number: number; kind: string; generation: number; holder?: string | null } | null;
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
/** What the office knows of whoever has a telephone: how often they came, and the last time. */
export type Earlier = {
  times: number;
  refused: number;
  last: {
    masked_name: string;
    purpose: Purpose;
    household_id: number | null;
    at: string;
    inside: boolean;
  } | null;
  denied: boolean;
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
  battery: number | null;
  knowledge_age_s: number | null;
  crossings: Crossing[];
};

type Ask = {
  method?: string;
  body?: unknown;
  timeoutMs?: number;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
};

const PATIENCE_MS = 20_000;
/** Whoever fills in a form does not wait for it. */
const EARLIER_PATIENCE_MS = 4_000;

export class Office {
  credential = "";
  language = "zh";

  constructor(private readonly root = "/api/v1") {}

  join(wish: JoinWish): Promise<Credential> {
    return this.#json("/devices", { method: "POST", body: wish });
  }

  async leave(): Promise<void> {
    await this.#fetch("/devices/self", { method: "DELETE" });
  }

  /** What changed since `version`; the office may wait up to `wait` seconds for something to change. */
  async roster(
    version: number,
    etag: string,
    wait = 0,
    signal?: AbortSignal,
  ): Promise<RosterAnswer> {
    const headers: Record<string, string> = etag ? { "If-None-Match": etag } : {};
    const timeoutMs = wait * 1000 + PATIENCE_MS;
    const ask = { headers, timeoutMs, signal };
    const answer = await this.#fetch(`/roster?since=${version}&wait=${wait}`, ask);
    return {
      page: answer.status === 304 ? null : await body<RosterPage>(answer),
      etag: answer.headers.get("ETag") ?? etag,
      serverTime: answer.headers.get("Server-Time"),
      retryAfterMs: retryAfter(answer),
    };
  }

  signOns(signOns: SignOn[]): Promise<{ results: SignOnResult[] }> {
    return this.#json("/sign-ons", { method: "POST", body: { sign_ons: signOns } });
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

  /** Whether the office knows whoever has this telephone. */
  earlier(phone: string): Promise<Earlier> {
    const timeoutMs = EARLIER_PATIENCE_MS;
    return this.#json("/visits/earlier", { method: "POST", body: { phone }, timeoutMs });
  }

  /** Ask the household on its own phone; on how many phones the question stands. */
  askHost(visit_id: string, visit: VisitShape | null): Promise<{ phones: number }> {
    return this.#json("/visits/ask", { method: "POST", body: { visit_id, visit } });
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
    const patience = untilTooLong(ask.timeoutMs ?? PATIENCE_MS, ask.signal);
    const answer = await fetch(this.root + path, {
      method: ask.method ?? "GET",
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: "omit",
      cache: "no-store",
      signal: patience.signal,
    })
      .catch((error: unknown) => {
        throw new Unreachable(String(error));
      })
      .finally(patience.over);
    if (answer.ok || answer.status === 304) return answer;
    throw await refusal(answer);
  }
}

/** A signal for when it takes too long, or nobody wants the answer any more. */
function untilTooLong(ms: number, unwanted?: AbortSignal): { signal: AbortSignal; over(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, ms);
  if (unwanted?.aborted) stop();
  unwanted?.addEventListener("abort", stop);
  const over = () => {
    clearTimeout(timer);
    unwanted?.removeEventListener("abort", stop);
  };
  return { signal: controller.signal, over };
}

function retryAfter(answer: Response): number | null {
  const seconds = Number(answer.headers.get("Retry-After"));
  return seconds > 0 ? seconds * 1000 : null;
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
  return new Refused(answer.status, code, said?.error?.message ?? "", retryAfter(answer));
}
