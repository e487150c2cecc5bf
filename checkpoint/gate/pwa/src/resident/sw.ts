/**
 * The service worker of a resident's page: its few files are fetched once for each version, so that
 * the code is shown without a network. What the office says is never kept here.
 */

export type {}; // a module: its `self` is its own

declare const self: ServiceWorkerGlobalScope;
/** Every file of this version, and its name; set by the build. */
declare const __SHELL__: string[];
declare const __SHELL_NAME__: string;

self.addEventListener("install", (event) => {
  const files = __SHELL__.map((path) => new Request(path, { cache: "reload" }));
  const kept = caches.open(__SHELL_NAME__).then((shell) => shell.addAll(files));
  // Nothing is lost by a new version in the midst of things: this page keeps no work.
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  const mine = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  if (request.method !== "GET" || !mine || url.pathname.includes("/api/")) return;
  event.respondWith(kept(request.mode === "navigate" ? scope.href : request, request));
});

async function kept(wanted: RequestInfo, request: Request): Promise<Response> {
  const shell = await caches.open(__SHELL_NAME__);
  return (await shell.match(wanted)) ?? fetch(request);
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("my-") && name !== __SHELL_NAME__);
  await Promise.all(old.map((name) => caches.delete(name)));
}
