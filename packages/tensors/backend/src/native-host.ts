import { nativeKernels } from '#native-kernels';
import { startWasm } from '@attune/kernels-wasm';

import type { BackendHost } from './backend-host.ts';
import { BackendUnavailableError } from './errors.ts';

/** The kernels of wasm as native code, on the wasm backend's memory. What they lack, wasm does. */
export const nativeHost: BackendHost = {
  probe: async () => {
    try {
      return { available: true, detail: `native training kernels for ${nativeKernels().instructions}` };
    } catch (error) {
      return { available: false, reason: reasonOf(error) };
    }
  },
  start: async (options) => {
    try {
      const { threads, simd } = await startWasm({ ...options, kernels: nativeKernels() });
      if (simd === 'none') throw new BackendUnavailableError('native', 'a wasm backend that is not ours holds the tensors.');
      return { threads, kernels: simd, detail: `${threads} ${threads === 1 ? 'thread' : 'threads'}, ${simd}` };
    } catch (error) {
      throw error instanceof BackendUnavailableError ? error : new BackendUnavailableError('native', reasonOf(error), error);
    }
  },
};

function reasonOf(error: unknown): string {
  const { reason, message } = error as { readonly reason?: string; readonly message?: string };
  return reason ?? message ?? String(error);
}
