import assert from "node:assert/strict";
import { afterEach, describe, it, mock } from "node:test";
import { Office, Refused, Unreachable } from "../src/sync/office";

/** Whatever is asked, this is answered. */
function answers(status: number, body: string): Office {
  mock.method(globalThis, "fetch", async () => new Response(body, { status }));
  return new Office("http://office.test/api/v1");
}

afterEach(() => mock.restoreAll());

describe("the line to the office", () => {
  it("takes no refusal from a portal or a proxy in between", async () => {
    for (const status of [400, 401, 403, 404, 413, 422, 502]) {
      await assert.rejects(answers(status, "<html>Sign in</html>").ping(), Unreachable, `${status}`);
    }
    await assert.rejects(answers(401, '{"error": "sign in"}').ping(), Unreachable);
    await assert.rejects(answers(200, "<html>Sign in</html>").ping(), Unreachable);
  });

  it("takes the office at its word", async () => {
    const refusal = JSON.stringify({ error: { code: "device.ended", message: "Signed out." } });
    await assert.rejects(answers(401, refusal).ping(), (error: unknown) => {
      assert.ok(error instanceof Refused);
      assert.deepEqual([error.status, error.code, error.message], [401, "device.ended", "Signed out."]);
      return true;
    });
  });
});
