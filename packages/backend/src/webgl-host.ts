import * as tf from '@tensorflow/tfjs-core';

import type { BackendHost, Probe } from './backend-host.ts';
import { hasCanvas } from './environment.ts';
import { BackendUnavailableError } from './errors.ts';
import { importFailure } from './import-failure.ts';

const packageName = '@tensorflow/tfjs-backend-webgl';

async function probe(): Promise<Probe> {
  if (!hasCanvas()) return { available: false, reason: 'it needs a browser with a canvas.' };
  if (!hasWebGL2()) return { available: false, reason: 'this browser gives no WebGL 2 context; turn on hardware acceleration.' };
  return { available: true, detail: 'WebGL 2' };
}

function hasWebGL2(): boolean {
  const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
  return canvas.getContext('webgl2') !== null;
}

async function load(): Promise<void> {
  try {
    await import('@tensorflow/tfjs-backend-webgl');
  } catch (error) {
    throw new BackendUnavailableError('webgl', importFailure(packageName, error), error);
  }
}

/** A graphics card through WebGL 2. */
export const webglHost: BackendHost = {
  probe,
  start: async () => {
    const found = await probe();
    if (!found.available) throw new BackendUnavailableError('webgl', found.reason);
    await load();
    // Lazily unpacked textures keep values in their padding, and a packed product over an odd inner size sums them: gradients up to 2 % wrong at 5 classes. Costs about 10 %.
    tf.env().set('WEBGL_LAZILY_UNPACK', false);
    if (!(await tf.setBackend('webgl'))) throw new BackendUnavailableError('webgl', 'TensorFlow.js could not start it on this graphics driver.');
    return { threads: 1, detail: found.detail };
  },
};
