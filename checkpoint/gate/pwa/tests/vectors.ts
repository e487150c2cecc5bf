/** The vectors that Python and TypeScript share. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Case<Input, Expect> = { id: string; claim: string; input: Input; expect: Expect };

/** One file of `tests/vectors/`; an empty one proves nothing and is refused. */
export function vectors<Input, Expect, Rest = object>(
  name: string,
): { cases: Case<Input, Expect>[] } & Rest {
  const folder = process.env["VECTORS"];
  if (!folder) throw new Error("run the tests with `npm test`");
  const read = JSON.parse(readFileSync(join(folder, name), "utf8"));
  if (read.cases.length === 0) throw new Error(`${name} has no cases`);
  return read;
}
