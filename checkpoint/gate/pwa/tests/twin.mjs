/**
 * Decides facts that somebody else made up: `node tests/twin.mjs FACTS VERDICTS`, a line of JSON each.
 * Prints how much of a processor's time a verdict took, in microseconds.
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const bundle = join(here, `../node_modules/.gate-twin/verdict-${process.pid}.mjs`);
await build({
  entryPoints: [join(here, "../src/core/verdict.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
const { decide } = await import(pathToFileURL(bundle).href);

const [, , given, told] = process.argv;
const facts = (await readFile(given, "utf8")).trimEnd().split("\n").map((line) => JSON.parse(line));
const start = process.cpuUsage();
const verdicts = facts.map((one) => decide(one));
const { user, system } = process.cpuUsage(start);
await writeFile(told, verdicts.map((one) => `${JSON.stringify(one)}\n`).join(""));
console.log(((user + system) / facts.length).toFixed(1));
