const reloaded = 'attune-reloaded-for-isolation';

/** Starts the service worker. Where the host sends no isolation headers, one reload lets the worker add them, and with them threads. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  await navigator.serviceWorker.register('./service-worker.js');
  await navigator.serviceWorker.ready;
  if (globalThis.crossOriginIsolated || sessionStorage.getItem(reloaded) !== null) return;
  sessionStorage.setItem(reloaded, 'yes');
  location.reload();
}
