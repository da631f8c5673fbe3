import { expose, proxy } from 'comlink';
import { config } from 'zod';

import { carried, carryErrors } from './errors/carry-errors.ts';
import { faultOf } from './errors/fault.ts';
import type { Engine } from './protocol/engine.ts';
import { openEngine } from './open-engine.ts';

/** What the page finds in the worker. */
export interface EngineFactory {
  /** Opens what was kept of the last visit. */
  open(hub?: string): Promise<Engine>;
}

// The page's rules forbid programs made of text, and zod's faster way is one.
config({ jitless: true });

carryErrors((error) => carried(error, faultOf(error)));
expose({ open: async (hub) => proxy(await openEngine(hub)) } satisfies EngineFactory);
