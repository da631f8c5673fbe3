import { proxy, wrap } from 'comlink';

import { carried, carryErrors } from './errors/carry-errors.ts';
import type { Engine } from './protocol/engine.ts';
import type { EngineFactory } from './worker.ts';

/** The worker's engine as the page calls it: callbacks are turned into channels, all
 * else passes as it is. */
export async function connectEngine(worker: Worker, hub?: string): Promise<Engine> {
  carryErrors((error) => carried(error, 'other'));
  const remote = (await wrap<EngineFactory>(worker).open(hub)) as unknown as Engine;
  return new Proxy(remote, {
    get: (target, name) => {
      if (name === 'then') return undefined; // else an awaited engine would look like a promise
      const method = Reflect.get(target, name) as (...parameters: unknown[]) => Promise<unknown>;
      return (...parameters: unknown[]) => method(...parameters.map((value) => (typeof value === 'function' ? proxy(value as () => void) : value)));
    },
  });
}
