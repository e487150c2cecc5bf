/** The office as a visitor's page asks it: the secret of the link, in a body, and nothing else. */

export type Invitation = {
  state: "ready" | "early" | "inside" | "over" | "cancelled";
  /** The code for the gate, while it is good. */
  token: string;
  number: number | null;
  server_time: string;
  time_zone: string;
  compound: string;
  building_zh: string;
  building_en: string;
  /** Masked. */
  host: string;
  gates: string[];
  since: string;
  until: string;
  people: number;
  community: string;
  community_phone: string;
};
export type Answer = { invitation: Invitation } | { problem: string };

export async function open(secret: string): Promise<Answer> {
  try {
    const answer = await fetch("/v/open", {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ invitation: secret }),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.ok) return { invitation: (await answer.json()) as Invitation };
    return { problem: codeIn(await answer.json().catch(() => null)) };
  } catch {
    return { problem: "offline" };
  }
}

function codeIn(said: unknown): string {
  return (said as { error?: { code?: string } } | null)?.error?.code ?? "unexpected";
}
