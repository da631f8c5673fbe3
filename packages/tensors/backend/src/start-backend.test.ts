import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { BackendHost, Probe } from './backend-host.ts';
import { hosts } from './hosts.ts';
import { BackendUnavailableError, ThreadCountError, UnknownBackendError, startBackend } from './index.ts';
import { tensorflowHost } from './tensorflow-host.ts';
import { onSoftware } from './software-adapter.ts';
import { startFastest } from './start-backend.ts';

const host = (found: Probe, start: BackendHost['start'] = async () => ({ threads: 1, detail: 'started' })): BackendHost => ({
  probe: async () => found,
  start,
});
const absent = host({ available: false, reason: 'not here.' });
const present = host({ available: true, detail: 'here' });

describe('startBackend', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("auto takes native in Node without TensorFlow's library, and says why nothing faster", async () => {
    const started = await startBackend('auto', { threads: 2 });
    expect(started).toMatchObject({ backend: 'native', threads: 2, lost: null });
    expect(started.description).toMatch(/^native: 2 threads, (x86-64-v\d|arm64); the fastest present \(/u);
    expect(tf.getBackend()).toBe('wasm'); // native kernels work on its tensors
    expect(started.description).toContain('@tensorflow/tfjs-node-gpu is not installed; run "npm install @tensorflow/tfjs-node-gpu".');
  });

  it('auto takes wasm in Node where ATTUNE_NATIVE is 0, and says so', async () => {
    vi.stubEnv('ATTUNE_NATIVE', '0');
    const started = await startBackend('auto');
    expect(started.backend).toBe('wasm');
    expect(started.description).toContain('native: ATTUNE_NATIVE is 0.');
    expect(tf.getBackend()).toBe('wasm');
    expect(started.description).toContain('@tensorflow/tfjs-node-gpu is not installed; run "npm install @tensorflow/tfjs-node-gpu".');
  });

  it('cpu starts without a word on the console, and gradients are registered', async () => {
    expect(await startBackend('cpu')).toMatchObject({ backend: 'cpu', threads: 1 });
    expect(
      tf.tidy(() => [
        ...tf
          .grad((x) => tf.sum(tf.neg(x)))(tf.ones([2]))
          .dataSync(),
      ]),
    ).toEqual([-1, -1]);
  });

  it('an unknown name lists the choices', async () => {
    const failure = await startBackend('cuda').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnknownBackendError);
    expect((failure as Error).message).toBe('There is no backend "cuda": choose one of auto, node-gpu, node, webgpu, webgl, native, wasm, cpu.');
  });

  it.each(['node', 'node-gpu', 'webgl', 'webgpu'])('%s, which Node lacks here, fails with one line that says what to do', async (name) => {
    await startBackend('cpu');
    const failure = await startBackend(name).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendUnavailableError);
    expect((failure as Error).message).not.toContain('\n');
    expect(tf.getBackend()).toBe('cpu');
  });

  it.each([0, 1.5, -1, Number.NaN])('%d threads are refused', async (threads) => {
    await expect(startBackend('wasm', { threads })).rejects.toBeInstanceOf(ThreadCountError);
  });

  it.each([
    { wish: '0', reason: 'ATTUNE_NATIVE is 0.' },
    { wish: 'avx10', reason: 'ATTUNE_NATIVE is "avx10", and this processor has ' },
  ])('native, where ATTUNE_NATIVE is $wish, fails with the reason', async ({ wish, reason }) => {
    vi.stubEnv('ATTUNE_NATIVE', wish);
    const failure = await startBackend('native').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendUnavailableError);
    expect((failure as BackendUnavailableError).reason).toContain(reason);
  });

  it('from native to wasm and back, tensors stay', async () => {
    expect((await startBackend('native', { threads: 1 })).backend).toBe('native');
    const x = tf.tensor1d([1, -2, 3]);
    expect((await startBackend('wasm', { threads: 1 })).description).toMatch(/SIMD$/u);
    expect([...tf.tidy(() => tf.relu(x).dataSync())]).toEqual([1, 0, 3]);
    await startBackend('native', { threads: 1 });
    expect([...tf.tidy(() => tf.relu(x).dataSync())]).toEqual([1, 0, 3]);
    x.dispose();
  });

  it('an installed package whose native library is missing is told from one that is not installed', async () => {
    const withoutLibrary = tensorflowHost('node', '@tensorflow/tfjs-node', async () => {
      throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: lib');
    });
    expect(await withoutLibrary.probe()).toEqual({
      available: false,
      reason:
        '@tensorflow/tfjs-node is installed but its native library was not downloaded; run "npm rebuild @tensorflow/tfjs-node" with access to storage.googleapis.com.',
    });
  });

  it('another failure while a native package loads keeps its own first line', async () => {
    const broken = tensorflowHost('node', '@tensorflow/tfjs-node', async () => {
      throw new Error('libcudart.so: cannot open\nmore');
    });
    expect(await broken.probe()).toEqual({ available: false, reason: '@tensorflow/tfjs-node failed to load: libcudart.so: cannot open' });
  });
});

describe('auto', () => {
  it('takes the first that is present, and passes over one that fails to start', async () => {
    const failing = host({ available: true, detail: 'here' }, async () => {
      throw new BackendUnavailableError('webgpu', 'lost.');
    });
    const started = await startFastest({ ...hosts, 'node-gpu': absent, node: absent, webgpu: failing, webgl: present }, {});
    expect(started).toMatchObject({
      backend: 'webgl',
      threads: 1,
      description: 'webgl: started; the fastest present (node-gpu: not here. node: not here. webgpu: lost.)',
    });
  });

  it('passes over WebGPU on a software adapter', async () => {
    const software = host({ available: true, detail: `WebGPU ${onSoftware}` });
    expect(
      (await startFastest({ ...hosts, 'node-gpu': absent, node: absent, webgpu: software, webgl: absent, native: absent, wasm: present }, {})).backend,
    ).toBe('wasm');
  });
});
