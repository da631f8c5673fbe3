import { startWasm } from '@attune/kernels-wasm';

import type { BackendHost } from './backend-host.ts';
import { BackendUnavailableError } from './errors.ts';

/** Vector code on the processor, with our training kernels. */
export const wasmHost: BackendHost = {
  probe: async () =>
    typeof WebAssembly === 'object'
      ? { available: true, detail: 'WebAssembly with training kernels' }
      : { available: false, reason: 'this engine has no WebAssembly.' },
  start: async (options) => {
    try {
      const { threads, simd } = await startWasm(options);
      const detail = `${threads} ${threads === 1 ? 'thread' : 'threads'}, ${simd === 'none' ? 'kernels of tfjs' : `${simd} SIMD`}`;
      return { threads, ...(simd !== 'none' && { kernels: simd }), detail };
    } catch (error) {
      throw new BackendUnavailableError('wasm', error instanceof Error ? error.message : String(error), error);
    }
  },
};
