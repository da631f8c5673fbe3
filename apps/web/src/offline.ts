const reloaded = 'attune-reloaded-for-isolation';

/** Starts the service worker. Where the host sends no isolation headers, one reload lets the worker
 * add them, and with them threads. Without a service worker (a private window, full storage) the
 * page works all the same, with a network and one thread. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const registration = await navigator.serviceWorker.register('./service-worker.js').catch(() => null);
  if (registration === null || globalThis.crossOriginIsolated || sessionStorage.getItem(reloaded) !== null) return;
  if (!(await isActive(registration))) return;
  sessionStorage.setItem(reloaded, 'yes');
  location.reload();
}

function isActive({ active, installing, waiting }: ServiceWorkerRegistration): Promise<boolean> {
  const worker = installing ?? waiting ?? active;
  return new Promise((resolve) => {
    const look = () => {
      if (worker === null || worker.state === 'redundant') resolve(false);
      else if (worker.state === 'activated') resolve(true);
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}
