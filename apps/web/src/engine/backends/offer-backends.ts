import { type BackendProbe, isSoftware, probeBackends, startBackend } from '@attune/backend';

import type { BackendChoice, BackendOffer, StartedEngine } from '../protocol/backends.ts';

type Name = BackendOffer['name'];

/** tfjs's own files, which the build puts beside the page under their own names. */
const wasmFolder = new URL(/* @vite-ignore */ '../tfjs/', import.meta.url).href;

/** What can run here, the fastest first. Threads beat WebGL, which beats one thread. */
export async function offerBackends(): Promise<BackendOffer[]> {
  const probes = new Map((await probeBackends()).map((probe) => [probe.backend as string, probe]));
  const order: readonly Name[] = globalThis.crossOriginIsolated ? ['webgpu', 'wasm', 'webgl', 'cpu'] : ['webgpu', 'webgl', 'wasm', 'cpu'];
  return order.map((name) => offer(name, probes.get(name)!));
}

function offer(name: Name, probe: BackendProbe): BackendOffer {
  const threads = name === 'wasm' && globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  return { name, threads, available: probe.available, hindrance: hindranceOf(name, probe) };
}

function hindranceOf(name: Name, probe: BackendProbe): BackendOffer['hindrance'] {
  if (!probe.available) return 'absent';
  if (isSoftware(probe)) return 'software';
  if (name === 'cpu') return 'slow';
  return name === 'wasm' && !globalThis.crossOriginIsolated ? 'not-isolated' : null;
}

export interface RunningBackend {
  readonly started: StartedEngine;
  /** Aborts with the error when its graphics card is taken away; null without one. */
  readonly lost: AbortSignal | null;
}

/** Starts one by name, or the best: the first that nothing holds back, else the first that holds
 * still (one thread), never an imitation of a card before it.
 *
 * @throws {BackendUnavailableError} when the named one cannot start here. */
export async function startChosen(choice: BackendChoice): Promise<RunningBackend> {
  const offers = await offerBackends();
  const best = offers.find(({ hindrance }) => hindrance === null) ?? offers.find(({ name }) => name === 'wasm')!;
  const { backend, threads, lost } = await startBackend(choice === 'auto' ? best.name : choice, { wasmFolder });
  const { hindrance } = offers.find(({ name }) => name === backend)!;
  return { started: { name: backend as Name, threads, hindrance }, lost: lost && signalOf(lost) };
}

/** A signal rather than a promise: whoever waits beside other things can stop listening. */
function signalOf(lost: Promise<Error>): AbortSignal {
  const loss = new AbortController();
  void lost.then((error) => loss.abort(error));
  return loss.signal;
}
