import * as tf from '@tensorflow/tfjs-core';

import type { BackendHost, ImportPackage, Probe } from './backend-host.ts';
import { type Gpu, installDawn, openDawn } from './dawn.ts';
import { isNode } from './environment.ts';
import { BackendUnavailableError } from './errors.ts';
import { importFailure } from './import-failure.ts';
import { watchBackend } from './lost-backend.ts';
import { onSoftware } from './software-adapter.ts';

/** WebGPU, and how it comes to where tfjs looks for it; or why there is none. */
type FoundGpu = { readonly gpu: Gpu; readonly install: () => void } | { readonly reason: string };

/** A graphics card through WebGPU: a browser's own, and in Node that of the package `webgpu`, which
 * its user installs. */
export function webgpuHost(importPackage?: ImportPackage): BackendHost {
  async function findGpu(): Promise<FoundGpu> {
    const { gpu } = (globalThis as { readonly navigator?: { readonly gpu?: Gpu } }).navigator ?? {};
    if (gpu !== undefined) return { gpu, install() {} };
    if (!isNode()) return { reason: 'this engine has no WebGPU.' };
    try {
      const dawn = await openDawn(importPackage);
      return { gpu: dawn.gpu, install: () => installDawn(dawn) };
    } catch (error) {
      return { reason: importFailure('webgpu', error) };
    }
  }

  return {
    probe: async () => {
      const found = await findGpu();
      return 'reason' in found ? { available: false, reason: found.reason } : probeAdapter(found.gpu);
    },
    start: async () => {
      const found = await findGpu();
      if ('reason' in found) throw new BackendUnavailableError('webgpu', found.reason);
      // Without an adapter `setBackend` answers false and yet leaves webgpu as the current
      // backend: ask first.
      const probe = await probeAdapter(found.gpu);
      if (!probe.available) throw new BackendUnavailableError('webgpu', probe.reason);
      found.install();
      await load();
      if (!(await tf.setBackend('webgpu'))) throw new BackendUnavailableError('webgpu', 'TensorFlow.js could not start it on this adapter.');
      return { threads: 1, detail: probe.detail, lost: watchBackend('webgpu', deviceLost()) };
    },
  };
}

async function probeAdapter(gpu: Gpu): Promise<Probe> {
  const adapter = await gpu.requestAdapter();
  const remedy = isNode() ? "install the graphics card's Vulkan driver" : 'turn on hardware acceleration';
  if (adapter === null) return { available: false, reason: `WebGPU finds no adapter; ${remedy}.` };
  const software = adapter.isFallbackAdapter ?? adapter.info?.isFallbackAdapter ?? false;
  const vendor = adapter.info?.vendor ?? '';
  return { available: true, detail: software ? `WebGPU ${onSoftware}` : `WebGPU ${vendor}`.trim() };
}

/** Registers the backend, unless the program has imported tfjs's own package, and our kernels for
 * it. A page that never asks for them does not load them. */
async function load(): Promise<void> {
  if (tf.findBackendFactory('webgpu') == null) await import('#tfjs-webgpu');
  const { registerWebgpuKernels } = await import('@attune/kernels-webgpu');
  registerWebgpuKernels();
}

/** Of the device that the current backend computes on. */
async function deviceLost(): Promise<string> {
  const { device } = tf.backend() as unknown as { readonly device: { readonly lost: Promise<{ readonly message: string }> } };
  const { message } = await device.lost;
  return message;
}
