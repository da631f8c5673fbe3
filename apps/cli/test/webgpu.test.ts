import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { softwareWebgpu } from '../../../tools/testing/webgpu-in-node.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));

interface Finished {
  readonly backend: string;
  readonly stages: readonly { readonly epochs: readonly { readonly trainLoss: number; readonly validationLoss: number }[] }[];
}

describe('webgpu in Node', () => {
  let folder = '';
  let webgpu: Awaited<ReturnType<typeof softwareWebgpu>>;

  beforeAll(async () => {
    webgpu = await softwareWebgpu();
    folder = await temporaryFolder();
    await writeColourFolder(join(folder, 'images'), { train: 4, validation: 2 });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function command<T>(...words: string[]): Promise<T> {
    const { stdout } = await promisify(execFile)(process.execPath, [attune, ...words, '--json'], { env: { ...process.env, ...webgpu } });
    return JSON.parse(stdout) as T;
  }

  function finish(backend: string): Promise<Finished> {
    const words = ['--arch', 'resnet20', '--image-size', '8', '--epochs', '0,0,1', '--batch-size', '4', '--seed', '1', '--no-report'];
    return command<Finished>('finetune', join(folder, 'images'), ...words, '--backend', backend, '--out', join(folder, backend));
  }

  it('is found as a software adapter, which auto passes over', async ({ skip }) => {
    if ('missing' in webgpu) return skip(webgpu.missing as string);
    const { backends, backend } = await command<{ backends: { backend: string; detail?: string }[]; backend: string }>('doctor');
    expect(backends.find((each) => each.backend === 'webgpu')?.detail).toBe('WebGPU on a software adapter, far slower than wasm');
    expect(['native', 'wasm']).toContain(backend);
  });

  it('trains all layers with the losses of wasm within 1e-3', async ({ skip }) => {
    if ('missing' in webgpu) return skip(webgpu.missing as string);
    const [gpu, wasm] = [await finish('webgpu'), await finish('wasm')];
    expect(gpu.backend).toBe('webgpu');
    expect(losses(gpu)).toHaveLength(2);
    losses(gpu).forEach((loss, index) => expect(Math.abs(loss - losses(wasm)[index]!), `loss ${index}`).toBeLessThan(1e-3));
  });
});

function losses({ stages }: Finished): number[] {
  return stages.flatMap(({ epochs }) => epochs.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]));
}
