/** Bundles and starts the office of serve.ts with the built gate view: `node tests/look.mjs`. */

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outfile = join(here, "../node_modules/.gate-tests/serve.mjs");
await build({
  entryPoints: [join(here, "serve.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
process.env["DIST"] ??= join(here, "../dist");
await import(pathToFileURL(outfile).href);
