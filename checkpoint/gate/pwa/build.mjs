/**
 * Builds the gate view into dist/: `node build.mjs`. Needs nothing but the packages of the lock file.
 * Names carry a hash of what is in them, so that a file may be kept for ever; sw.js, index.html and
 * the manifest keep their names, so that they must not be.
 */

import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { iconPng, iconSvg } from "./icons.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const { version } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
const page = await readFile(join(here, "src/index.html"), "utf8");

const common = {
  absWorkingDir: here,
  outdir: dist,
  bundle: true,
  minify: true,
  target: ["chrome94", "firefox105", "safari16.4"],
  legalComments: "eof",
  logLevel: "warning",
  metafile: true,
  jsx: "automatic",
  jsxImportSource: "preact",
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const wasm = await hashedCopy(
  "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm",
  "decoder",
  "wasm",
);
const worker = await bundle("src/camera/decoder.worker.ts", "decoder-[hash]", { __WASM__: wasm });
const styles = await bundle("src/styles/index.css", "styles-[hash]", {});
const app = await bundle("src/main.tsx", "app-[hash]", {
  __DECODER__: worker,
  __VERSION__: version,
});
const icons = await writeIcons();
await write("manifest.webmanifest", JSON.stringify(manifest(icons), null, 1));
await write("index.html", page.replace("{{styles}}", styles).replace("{{app}}", app));

const shell = ["./", ...(await readdir(dist)).filter((name) => name !== "index.html").sort()];
const name = `gate-${version}-${await hashOf(await readdir(dist))}`;
await bundle("src/sw.ts", "sw", { __SHELL__: shell, __SHELL_NAME__: name });
await buildResidentsPage();
await buildVisitorsPage();

/** A resident's page, under a service worker of its own. */
async function buildResidentsPage() {
  await buildPage("my", "src/resident", "my.css");
  const files = (await readdir(join(dist, "my"))).filter((file) => file !== "index.html").sort();
  const version = await hashOf([...files, "index.html"].map((file) => `my/${file}`));
  const constants = { __SHELL__: ["./", ...files], __SHELL_NAME__: `my-${version}` };
  await bundle("src/resident/sw.ts", "my/sw", constants);
}

/** A visitor's page: it is asked for each time and kept by nothing. */
async function buildVisitorsPage() {
  await buildPage("v", "src/invited", "invited.css");
}

/** A page in a folder of its own: its script, its style, its icon. */
async function buildPage(folder, source, style) {
  await mkdir(join(dist, folder));
  const built = {
    styles: await bundle(`${source}/${style}`, `${folder}/${folder}-[hash]`, {}),
    app: await bundle(`${source}/main.tsx`, `${folder}/${folder}-[hash]`, {}),
  };
  await write(`${folder}/icon.svg`, iconSvg());
  let html = await readFile(join(here, source, "index.html"), "utf8");
  for (const [name, file] of Object.entries(built)) {
    html = html.replace(`{{${name}}}`, file.replace(`${folder}/`, ""));
  }
  await write(`${folder}/index.html`, html);
}

/** Bundle one entry; resolves to the name of the file that came out. */
async function bundle(entry, entryNames, constants) {
  const define = Object.fromEntries(
    Object.entries(constants).map(([key, value]) => [key, JSON.stringify(value)]),
  );
  // Classic scripts: modules in workers came late to Firefox, and nothing here needs them.
  const format = entry.endsWith(".css") ? {} : { format: "iife" };
  const { metafile } = await build({
    ...common,
    ...format,
    entryPoints: [entry],
    entryNames,
    define: { ...define, "import.meta.url": "undefined" },
  });
  return Object.keys(metafile.outputs)[0].replace(/^dist\//, "");
}

async function hashedCopy(from, stem, suffix) {
  const octets = await readFile(join(here, from));
  const target = `${stem}-${shortHash(octets)}.${suffix}`;
  await copyFile(join(here, from), join(dist, target));
  return target;
}

async function writeIcons() {
  await write("icon.svg", iconSvg());
  await write("icon-180.png", iconPng(180, 0));
  await write("icon-192.png", iconPng(192, 0));
  await write("icon-512.png", iconPng(512, 0));
  await write("icon-maskable-512.png", iconPng(512, 0.1));
  return [
    { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
    { src: "icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ];
}

function manifest(icons) {
  return {
    name: "卡点 Checkpoint",
    short_name: "卡点",
    id: "./",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#0f1813",
    theme_color: "#0f1813",
    icons,
  };
}

async function write(file, content) {
  await writeFile(join(dist, file), content);
}

async function hashOf(files) {
  const all = createHash("sha256");
  for (const file of files.sort()) all.update(file).update(await readFile(join(dist, file)));
  return all.digest("hex").slice(0, 10);
}

function shortHash(octets) {
  return createHash("sha256").update(octets).digest("hex").slice(0, 8);
}
