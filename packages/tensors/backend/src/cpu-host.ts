import * as tf from '@tensorflow/tfjs-core';

import type { BackendHost } from './backend-host.ts';
import { BackendUnavailableError } from './errors.ts';

/** Plain JavaScript: everywhere, and some hundred times slower than wasm. */
export const cpuHost: BackendHost = {
  probe: async () => ({ available: true, detail: 'plain JavaScript' }),
  start: async () => {
    await import('@tensorflow/tfjs-backend-cpu'); // a page that never asks for it does not load it
    if (!(await tf.setBackend('cpu'))) throw new BackendUnavailableError('cpu', 'TensorFlow.js did not start it.');
    Object.assign(tf.backend(), { firstUse: false }); // else it greets on the console at its first tensor
    return { threads: 1, detail: 'plain JavaScript' };
  },
};
