import { browserCache } from '../../src/browser/index.ts';
import { DownloadError, type WeightsReference, fetchWeights } from '../../src/index.ts';

/** Files to fetch one after another, and between them a change to what is kept. */
export interface Step {
  readonly reference: WeightsReference;
  /** What happens to the kept file before: one of its bytes changes. */
  readonly damage?: boolean;
  /** Whether a full storage is an error. */
  readonly strict?: boolean;
}

export interface Fetched {
  /** Of the bytes that were handed out, in hexadecimal digits; null when none were. */
  readonly sha256: string | null;
  readonly fault: { readonly name: string; readonly kind: string | null; readonly message: string } | null;
  readonly warning: string | null;
  /** Keys of Cache Storage afterwards. */
  readonly kept: readonly string[];
}

addEventListener('message', ({ data }: MessageEvent<readonly Step[]>) => {
  void runAll(data).then(postMessage, (fault: unknown) => postMessage(String(fault)));
});

async function runAll(steps: readonly Step[]): Promise<Fetched[]> {
  const results: Fetched[] = [];
  for (const step of steps) results.push(await run(step));
  return results;
}

async function run({ reference, damage = false, strict = false }: Step): Promise<Fetched> {
  if (damage) await damageAll();
  let warning: string | null = null;
  const cache = strict ? browserCache() : browserCache({ onFull: (error) => void (warning = error.message) });
  const outcome = await fetchWeights(reference, { cache }).catch((error: unknown) => error as Error);
  const fault =
    outcome instanceof Error ? { name: outcome.name, kind: outcome instanceof DownloadError ? outcome.kind : null, message: outcome.message } : null;
  return { sha256: outcome instanceof Blob ? await hashOf(outcome) : null, fault, warning, kept: await keys() };
}

async function hashOf(blob: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function keys(): Promise<string[]> {
  const cache = await caches.open('attune-weights');
  return (await cache.keys()).map(({ url }) => url);
}

async function damageAll(): Promise<void> {
  const cache = await caches.open('attune-weights');
  for (const request of await cache.keys()) {
    const response = (await cache.match(request))!;
    const bytes = new Uint8Array(await response.arrayBuffer());
    bytes[7]! ^= 1;
    await cache.put(request, new Response(bytes, { headers: response.headers }));
  }
}
