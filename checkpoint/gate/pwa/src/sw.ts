/**
 * The service worker: the shell is fetched once for each version and served from there, so that the
 * gate opens without a network. What the API says is never kept here.
 */

export type {}; // a module: its `self` is its own

declare const self: ServiceWorkerGlobalScope;
/** Every file of this version, and its name; set by the build. */
declare const __SHELL__: string[];
declare const __SHELL_NAME__: string;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(__SHELL_NAME__).then((shell) => shell.addAll(fresh(__SHELL__))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

self.addEventListener("message", ({ data }) => {
  if (data === "apply") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  const mine = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  if (request.method !== "GET" || !mine) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

/** A page is always the shell: this version's, whatever the network says. */
async function page(request: Request): Promise<Response> {
  const shell = await caches.open(__SHELL_NAME__);
  return (await shell.match(self.registration.scope)) ?? fetch(request);
}

async function file(request: Request): Promise<Response> {
  const shell = await caches.open(__SHELL_NAME__);
  return (await shell.match(request)) ?? fetch(request);
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("gate-") && name !== __SHELL_NAME__);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Past the browser's own cache: an old file under a new version would stay for good. */
function fresh(paths: string[]): Request[] {
  return paths.map((path) => new Request(path, { cache: "reload" }));
}
