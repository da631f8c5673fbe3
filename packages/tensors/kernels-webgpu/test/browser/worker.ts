import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

import { type KernelSizes, tableKernels } from '../../../../../tools/testing/kernels/every-kernel.ts';
import { registerWebgpuKernels } from '../../src/index.ts';
import { type EdgeResults, edgeResults } from './edges.ts';

export interface OnCard {
  /** Values of every kernel's outputs, for each size. */
  readonly kernels: readonly (readonly number[])[][];
  readonly edges: EdgeResults;
}

addEventListener('message', async ({ data: sizes }: MessageEvent<readonly KernelSizes[]>) => {
  registerWebgpuKernels();
  await tf.setBackend('webgpu');
  const kernels = [];
  for (const each of sizes) kernels.push(await Promise.all(tf.tidy(() => tableKernels(each)).map(async (output) => [...(await output.data())])));
  postMessage({ kernels, edges: await edgeResults() } satisfies OnCard);
});
