/** The office as a resident's phone asks it: every request signed, no cookie. */

import type { PlanWish } from "./plan";
import { authorization, base64url, type Signer } from "./phone";

export type Standing = {
  server_time: string;
  /** base64url, 111 bytes. */
  part: string;
  good_until: string;
  time_zone: string;
  community: string;
  community_phone: string;
  home: {
    label_zh: string;
    label_en: string;
    name: string;
    compound: string;
    outside_since: string | null;
  };
  pass: {
    number: number;
    kind: "household" | "caregiver" | "visitor";
    valid_until: string | null;
  };
  leave: {
    /** The holder lives elsewhere: it is about coming in. */
    comes: boolean;
    allowed: boolean;
    reason: string;
    until: string | null;
    outings: { left: number; limit: number; days: number } | null;
  };
  notices: string[];
  crossings: { at: string; direction: "exit" | "entry"; gate: string }[];
  looks: { at: string; who: string }[];
  phones: { id: number; label: string; linked_at: string; own: boolean }[];
  /** The household's own pass; what follows is for it alone. */
  own: boolean;
  visits: VisitView[];
  corrections: CorrectionView[];
};

export type VisitView = {
  id: string;
  state: "expected" | "inside" | "left" | "refused" | "cancelled" | "missed";
  /** Whole where the household wrote it, masked else. */
  name: string;
  purpose: PlanWish["purpose"] | "official" | "emergency_service";
  people: number;
  plate: string;
  since: string;
  until: string;
  own: boolean;
  /** The household's word is waited for, at the gate of that name where there is one. */
  asked: boolean;
  gate: string;
  /** What stands in the fragment of the visitor's link, or nothing. */
  invitation: string;
};

export type CorrectionView = {
  topic: "members" | "name" | "phone" | "room" | "other";
  words: string;
  made_at: string;
  state: "waiting" | "done" | "declined";
  note: string;
};

/** `code` is one of the office's, or `offline`. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly field: string | null = null,
  ) {
    super(code);
  }
}

export class Office {
  /** What the clock of this phone lacks, in milliseconds; every answer says. */
  offset: number;

  constructor(offset = 0) {
    this.offset = offset;
  }

  /** Now, by the office's clock as well as this phone knows it. */
  now(): number {
    return Date.now() + this.offset;
  }

  link(signer: Signer, code: string, label: string): Promise<Standing> {
    const body = { code, public: base64url(signer.publicKey), label };
    return this.#ask<Standing>(signer, "POST", "link", body);
  }

  state(signer: Signer): Promise<Standing> {
    return this.#ask<Standing>(signer, "GET", "state");
  }

  async unlink(signer: Signer, phone: number): Promise<void> {
    await this.#ask<null>(signer, "POST", "unlink", { phone });
  }

  async plan(signer: Signer, wish: PlanWish): Promise<void> {
    await this.#ask<null>(signer, "POST", "visits", wish);
  }

  async cancel(signer: Signer, visit: string): Promise<void> {
    await this.#ask<null>(signer, "POST", "visits/cancel", { visit });
  }

  async answer(signer: Signer, visit: string, expected: boolean): Promise<void> {
    await this.#ask<null>(signer, "POST", "visits/answer", { visit, expected });
  }

  async correct(signer: Signer, topic: CorrectionView["topic"], words: string): Promise<void> {
    await this.#ask<null>(signer, "POST", "corrections", { topic, words });
  }

  async #ask<T>(signer: Signer, method: string, what: string, body?: object): Promise<T> {
    const first = await this.#send(signer, method, what, body);
    // The answer has set our clock right: once more, by that.
    const answer = first.status === 401 && (await refusalOf(first)).code === "phone.clock"
      ? await this.#send(signer, method, what, body)
      : first;
    if (!answer.ok) throw await refusalOf(answer);
    const text = await answer.text();
    return (text ? JSON.parse(text) : null) as T;
  }

  async #send(signer: Signer, method: string, what: string, body?: object): Promise<Response> {
    const path = `/my/api/${what}`;
    const text = body ? JSON.stringify(body) : "";
    const headers: Record<string, string> = {
      Accept: "application/json",
      Authorization: await authorization(signer, method, path, text, this.now()),
    };
    if (body) headers["Content-Type"] = "application/json";
    const asked = Date.now();
    const answer = await fetch(path, {
      method,
      headers,
      body: body ? text : null,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    }).catch(() => {
      throw new Refused("offline");
    });
    const said = Date.parse(answer.headers.get("Server-Time") ?? "");
    if (Number.isFinite(said)) this.offset = said - (asked + Date.now()) / 2;
    return answer;
  }
}

async function refusalOf(answer: Response): Promise<Refused> {
  try {
    const said = (await answer.clone().json()) as {
      error?: { code?: string; field?: string | null };
    };
    return new Refused(said.error?.code ?? "unexpected", said.error?.field);
  } catch {
    return new Refused("unexpected");
  }
}
