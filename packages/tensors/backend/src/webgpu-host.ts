import * as tf from '@tensorflow/tfjs-core';

import type { BackendHost, Probe } from './backend-host.ts';
import { BackendUnavailableError } from './errors.ts';
import { importFailure } from './import-failure.ts';
import { watchBackend } from './lost-backend.ts';
import { onSoftware } from './software-adapter.ts';

const packageName = '@tensorflow/tfjs-backend-webgpu';

/** The part of the WebGPU interface that tells whether there is a card. */
interface Gpu {
  requestAdapter(): Promise<{
    readonly isFallbackAdapter?: boolean;
    readonly info?: { readonly vendor?: string; readonly isFallbackAdapter?: boolean };
  } | null>;
}

// Without an adapter `setBackend` answers false and yet leaves webgpu as the current
// backend: ask first.
async function probe(): Promise<Probe> {
  const gpu = (globalThis as { navigator?: { gpu?: Gpu } }).navigator?.gpu;
  if (gpu === undefined) return { available: false, reason: 'this engine has no WebGPU.' };
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return { available: false, reason: 'WebGPU finds no adapter; turn on hardware acceleration.' };
  const software = adapter.isFallbackAdapter ?? adapter.info?.isFallbackAdapter ?? false;
  const vendor = adapter.info?.vendor ?? '';
  return { available: true, detail: software ? `WebGPU ${onSoftware}` : `WebGPU ${vendor}`.trim() };
}

async function load(): Promise<void> {
  try {
    await import('@tensorflow/tfjs-backend-webgpu');
  } catch (error) {
    throw new BackendUnavailableError('webgpu', importFailure(packageName, error), error);
  }
}

/** Of the device that the current backend computes on. */
async function deviceLost(): Promise<string> {
  const { device } = tf.backend() as unknown as { readonly device: { readonly lost: Promise<{ readonly message: string }> } };
  const { message } = await device.lost;
  return message;
}

/** A graphics card through WebGPU. */
export const webgpuHost: BackendHost = {
  probe,
  start: async () => {
    const found = await probe();
    if (!found.available) throw new BackendUnavailableError('webgpu', found.reason);
    await load();
    if (!(await tf.setBackend('webgpu'))) throw new BackendUnavailableError('webgpu', 'TensorFlow.js could not start it on this adapter.');
    return { threads: 1, detail: found.detail, lost: watchBackend('webgpu', deviceLost()) };
  },
};
