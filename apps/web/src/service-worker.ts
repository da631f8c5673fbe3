/// <reference lib="webworker" />
/** Keeps the page for use without a network, and adds the two headers that shared memory needs
 * where the host cannot send them. */

declare const self: ServiceWorkerGlobalScope;
declare const __ATTUNE_FILES__: readonly string[];
declare const __ATTUNE_VERSION__: string;

const cachePrefix = 'attune-page-';
const cacheName = cachePrefix + __ATTUNE_VERSION__;
const published = ['./', './icon.svg', './icon-maskable.svg', './manifest.webmanifest'];

self.addEventListener('install', (event) => event.waitUntil(keepFiles()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...published, ...__ATTUNE_FILES__.map((file) => `./${file}`)]);
  await self.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page itself comes from the network when there is one, so that a new build is seen; all else
 * has its hash in its name. */
async function answer(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreSearch: request.mode === 'navigate' });
  if (kept !== undefined && request.mode !== 'navigate') return isolated(kept);
  try {
    return isolated(await fetch(request));
  } catch (error) {
    if (kept === undefined) throw error;
    return isolated(kept);
  }
}

function isolated(response: Response): Response {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
