import { proxy, wrap } from 'comlink';

import { carried, carryErrors } from './errors/carry-errors.ts';
import type { Engine } from './protocol/engine.ts';
import type { EngineFactory } from './worker.ts';

type Method = (...parameters: unknown[]) => Promise<unknown>;

/** The worker's engine as the page calls it: callbacks are turned into channels, all
 * else passes as it is. */
export async function connectEngine(worker: Worker, hub?: string): Promise<Engine> {
  carryErrors((error) => carried(error, 'other'));
  const remote = (await wrap<EngineFactory>(worker).open(hub)) as unknown as Engine;
  return new Proxy(remote, {
    // An awaited engine would else look like a promise.
    get: (target, name) => (name === 'then' ? undefined : withChannels(Reflect.get(target, name) as object)),
  });
}

function withChannels(service: object): object {
  return new Proxy(service, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as Method;
      return (...parameters: unknown[]) => method(...parameters.map((value) => (typeof value === 'function' ? proxy(value as () => void) : value)));
    },
  });
}
