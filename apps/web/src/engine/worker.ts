import { expose, proxy } from 'comlink';
import { config } from 'zod';

import { WebEngine } from './web-engine.ts';

/** What the page finds in the worker. */
export interface EngineFactory {
  /** Opens what was kept of the last visit. */
  open(): Promise<WebEngine>;
}

// The page's rules forbid programs made of text, and zod's faster way is one.
config({ jitless: true });

expose({ open: async () => proxy(await WebEngine.open()) } satisfies EngineFactory);
