/**
 * Bundles the simulator's half of Node into a folder: `node tests/simulation/build.mjs FOLDER`. The
 * gate view becomes a text of its own (`gate.js`), so that each start of a device gets modules that
 * remember nothing of the life before.
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder) throw new Error("say into which folder");

const common = { bundle: true, target: "node20", logLevel: "warning" };
await Promise.all([
  build({
    ...common,
    entryPoints: [join(here, "host.ts")],
    outfile: join(folder, "host.mjs"),
    platform: "node",
    format: "esm",
  }),
  build({
    ...common,
    entryPoints: [join(here, "gate.ts")],
    outfile: join(folder, "gate.js"),
    platform: "browser",
    format: "iife",
    globalName: "gate",
    jsx: "automatic",
    jsxImportSource: "preact",
  }),
]);
