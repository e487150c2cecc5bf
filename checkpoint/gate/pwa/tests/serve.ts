/** Serves dist/ and the office in memory on 127.0.0.1, to look at: `node tests/look.mjs`. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { Roster } from "../src/core/roster";
import { nativeVerify } from "../src/core/ed25519";
import { findByAddress, findByNumber, findByToken, passageOf } from "../src/flow/passages";
import type { VehicleRow } from "../src/core/types";
import { Refused, type Question } from "../src/sync/office";
import { TestOffice } from "./office";

const dist = process.env["DIST"] ?? "dist";
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

const GUARDS: [number, string, string][] = [
  [3, "王队长", "314159"],
  [4, "李阿姨", "271828"],
  [5, "张师傅", "161803"],
];

/** An estate like the Miansi quarters; 54 households a building, in three units of six floors. */
export function estate(households: number): TestOffice {
  const office = new TestOffice();
  for (let id = 1; id <= households; id++) {
    const index = id - 1;
    const door = 1 + (index % 3);
    const floor = 1 + (Math.floor(index / 3) % 6);
    const unit = 1 + (Math.floor(index / 18) % 3);
    const address: [string, string, string] = [
      `${1 + Math.floor(index / 54)}`,
      `${unit}`,
      `${floor}0${door}`,
    ];
    office.add(id, address, "赵钱孙李周吴郑王"[id % 8] + "**", 1 + (id % 5));
  }
  office.addPass(3_190_001, 2000, "caregiver", "吴**");
  office.rules.pin_iterations = 200_000;
  for (const [id, name, pin] of GUARDS) office.addGuard(id, name, pin);
  for (const code of ["7K3QF-M29XA", "7K3QF-M29XB", "7K3QF-M29XC"]) office.codes.set(code, "fresh");
  office.codes.set("00000-00000", "used");
  office.codes.set("11111-11111", "expired");
  return office;
}

const office = estate(Number(process.env["HOUSEHOLDS"] ?? 2808));
let silent = false;
let delay = 0;
let clockOff = 0;
const letters: object[] = [];

createServer((request, response) => {
  void handle(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
}).listen(Number(process.env["PORT"] ?? 8765), "127.0.0.1", () => console.log("listening"));

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const body = await read(request);
  if (url.pathname.startsWith("/test/")) return steer(body, response);
  if (url.pathname.startsWith("/api/v1/")) return api(url, body, request, response);
  if (!url.pathname.startsWith("/gate/"))
    return void response.writeHead(302, { Location: "/gate/" }).end();
  const name = url.pathname.slice("/gate/".length) || "index.html";
  const octets = await readFile(join(dist, name)).catch(() => null);
  if (!octets) return void response.writeHead(404).end();
  response.writeHead(200, {
    "Content-Type": TYPES[extname(name)] ?? "application/octet-stream",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-cache",
  });
  response.end(octets);
}

async function api(
  url: URL,
  body: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (silent) return void request.socket.destroy();
  if (delay) await new Promise((resolve) => setTimeout(resolve, delay));
  const asked = body ? JSON.parse(body) : {};
  const path = `${request.method} ${url.pathname.slice("/api/v1".length)}`;
  try {
    await answer(path, asked, url, response);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    json(response, error.status, { error: { code: error.code, message: "", field: null } });
  }
}

const officeTime = () => new Date(Date.now() + clockOff).toISOString();

async function answer(
  path: string,
  asked: any,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  if (path === "POST /devices") return json(response, 201, joined(asked));
  if (path === "GET /roster") return roster(url.searchParams, response);
  if (path === "POST /sign-ons") {
    return json(response, 200, { results: office.takeSignOns(asked.sign_ons) });
  }
  if (path === "POST /crossings") {
    letters.push(asked);
    return json(response, 200, {
      server_time: officeTime(),
      results: office.take(asked.crossings),
    });
  }
  if (path === "POST /scans") {
    office.scans.push(...asked.scans);
    return json(response, 200, {
      results: asked.scans.map(({ id }: { id: string }) => ({ id, status: "recorded" })),
    });
  }
  if (path === "POST /visits/earlier") return json(response, 200, earlier(asked.phone));
  if (path === "POST /judge") return json(response, 200, await judge(asked));
  if (path === "DELETE /devices/self") return void response.writeHead(204).end();
  json(response, 404, {
    error: { code: "not_found", message: "There is nothing here.", field: null },
  });
}

/** Everything or what changed, after waiting for a change where that is asked for. */
async function roster(asked: URLSearchParams, response: ServerResponse): Promise<void> {
  const since = Number(asked.get("since") ?? 0);
  const end = Date.now() + Number(asked.get("wait") ?? 0) * 1000;
  let found = office.answer(since);
  while (!found.page && Date.now() < end && !response.closed) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    if (silent) return void response.destroy();
    found = office.answer(since);
  }
  const headers = { "Server-Time": officeTime(), ETag: found.etag };
  if (!found.page) return void response.writeHead(304, headers).end();
  response.writeHead(200, { ...headers, "Content-Type": "application/json" });
  response.end(JSON.stringify({ ...found.page, server_time: officeTime() }));
}

function joined({ code, device_name }: { code: string; device_name: string }): object {
  office.useCode(code);
  office.revoked = office.ended = false;
  return {
    device: { id: 1, name: device_name },
    credential: "1.secret",
    gate: { id: 1, name: "北门", state: "open" },
    compound: { id: 1, name: "棉四生活区" },
    community: { name: "棉四社区", phone: "199 0000 0000" },
  };
}

async function judge(question: Question): Promise<object> {
  const page = office.roster(0);
  if (!page) throw new Error("an empty office");
  const roster = new Roster({ ...page, full: true });
  const household = roster.households.get(question.household_id ?? 0);
  const found =
    question.token !== undefined
      ? await findByToken(question.token, roster, nativeVerify(crypto.subtle))
      : household
        ? findByAddress(household, roster)
        : findByNumber(question.number ?? null, roster);
  const passage = passageOf(found, roster, new Date().toISOString(), question.direction ?? null);
  const view = passage.household && {
    id: passage.household.id,
    building: passage.household.building,
    unit: passage.household.unit,
    room: passage.household.room,
    masked_name: passage.household.name,
    members: passage.household.members,
    outside_since: passage.household.outsideSince
      ? new Date(passage.household.outsideSince).toISOString()
      : null,
  };
  return {
    verdict: passage.verdict,
    direction: passage.direction,
    household: view,
    pass: null,
    server_time: new Date().toISOString(),
  };
}

/** Who was here before: one repairer. */
function earlier(phone: string): object {
  if (!phone.endsWith("8000")) return { times: 0, refused: 0, last: null, denied: false };
  const at = new Date(Date.now() - 86_400_000).toISOString();
  const last = { masked_name: "陈**", purpose: "repair", household_id: 105, at, inside: false };
  return { times: 2, refused: 0, last, denied: false };
}

/** What a test wants of the office: cards, trouble, and what arrived. */
function steer(body: string, response: ServerResponse): void {
  const asked = body ? JSON.parse(body) : {};
  if ("silent" in asked) silent = asked.silent;
  if ("delay" in asked) delay = asked.delay;
  if ("clockOff" in asked) {
    clockOff = asked.clockOff;
    office.touch(1);
  }
  if ("revoked" in asked) office.revoked = asked.revoked;
  if ("noGuards" in asked) {
    office.guards.length = 0;
    office.touch(0);
  }
  if ("addGuards" in asked) for (const [id, name, pin] of GUARDS) office.addGuard(id, name, pin);
  if ("unlist" in asked) office.removeGuard(asked.unlist);
  if ("gateName" in asked) {
    office.gateName = asked.gateName;
    office.touch(0);
  }
  if ("code" in asked) office.codes.set(asked.code, "fresh");
  if ("rules" in asked) {
    Object.assign(office.rules, asked.rules);
    office.touch(0);
  }
  if ("ruleSet" in asked) office.setRules(asked.ruleSet, asked.from);
  if ("instruments" in asked) {
    office.instruments.splice(0, Infinity, ...asked.instruments);
    office.touch(0);
  }
  if ("exits" in asked) {
    const row = office.households.get(asked.exits.household);
    const exits = asked.exits.at.map((at: number, n: number) => [at, `${n}`.padStart(8, "0")]);
    if (row) office.households.set(row[0], [...row.slice(0, 8), { exits }] as never);
    office.touch(row?.[0] ?? 0);
  }
  if ("expect" in asked) {
    const { id, household, from, until, number } = asked.expect;
    office.expect(id, household, from, until, number);
  }
  if ("deny" in asked) office.deny(asked.deny.kind, asked.deny.value);
  if ("register" in asked) office.register(...(asked.register as VehicleRow));
  if ("refuseAll" in asked) office.refuseAll = asked.refuseAll;
  if ("sealed" in asked) {
    office.gateState = asked.sealed ? "sealed" : "open";
    office.touch(1);
  }
  if ("out" in asked) {
    const row = office.households.get(asked.out);
    if (row)
      office.households.set(
        asked.out,
        row.with(7, Math.floor(Date.now() / 1000) - (asked.ago ?? 3600)) as typeof row,
      );
    office.touch(asked.out);
  }
  if ("pass" in asked) {
    const pass = office.passes.get(asked.pass.number);
    if (pass)
      office.passes.set(asked.pass.number, Object.assign([...pass], asked.pass.set) as typeof pass);
    office.touch(pass?.[4] ?? 0);
  }
  const token = "number" in asked ? office.token(asked.number, asked) : null;
  json(response, 200, {
    token,
    crossings: [...office.crossings.values()].map((one) => one.crossing),
    scans: office.scans,
    signOns: [...office.signOns.values()],
    letters: letters.length,
    last: letters.at(-1),
  });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
