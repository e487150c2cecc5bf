/** Bundles the tests and runs them with Node's own runner: `npm test`. */

import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = join(here, "../node_modules/.gate-tests");
const files = (await readdir(here)).filter((name) => name.endsWith(".test.ts"));

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: files.map((name) => join(here, name)),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  packages: "external",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
});
const bundles = files.map((name) => join(outdir, name.replace(/\.ts$/, ".mjs")));
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-concurrency=2", "--test-reporter=spec", ...bundles],
  { stdio: "inherit", env: { ...process.env, VECTORS: join(here, "../../../../tests/vectors") } },
);
process.exit(status ?? 1);
