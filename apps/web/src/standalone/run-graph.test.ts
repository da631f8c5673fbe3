import { toGraphModel } from '@attune/export';
import { disposeModule, evaluation, pooledFeatures, runSegments } from '@attune/nn';
import { type ModelSpec, buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';

import type { GraphModel } from './graph.ts';
import { operations } from './operations.ts';
import { runGraph } from './run-graph.ts';

const spec = { classes: 3, reduction: 16, seed: 4 } as const;

function expectClose(given: ArrayLike<number>, wanted: tf.TypedArray): void {
  const largest = Math.max(...wanted.map(Math.abs));
  expect(given).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(Math.abs(given[index]! - value)).toBeLessThanOrEqual(1e-3 * largest);
}

describe('runGraph', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each<Pick<ModelSpec, 'architecture' | 'attention' | 'placement'> & { readonly imageSize: number }>([
    { architecture: 'resnet20', attention: 'authors', placement: 'after-block', imageSize: 32 },
    { architecture: 'resnet20', attention: 'se', placement: 'in-block', imageSize: 32 },
    { architecture: 'resnet18', attention: 'timm', placement: 'after-stage', imageSize: 64 },
  ])(
    'gives the logits and the embedding of $architecture with $attention within 1e-3 of their largest (float32)',
    async ({ imageSize, ...network }) => {
      const built = buildModel({ ...spec, ...network });
      const images = tf.randomNormal<tf.Rank.R4>([1, imageSize, imageSize, 3], 0, 1, 'float32', 7);
      const { json, weights } = await toGraphModel(built, { imageSize, embedding: true });
      const { logits, embedding } = runGraph(JSON.parse(json) as GraphModel, weights, { shape: images.shape, data: (await images.data()) as Float32Array });
      expectClose(logits, await tf.tidy(() => built.forward(images, evaluation)).data());
      expectClose(embedding!, await tf.tidy(() => pooledFeatures(runSegments(built.segments().slice(0, -1), images, evaluation))).data());
      disposeModule(built);
      images.dispose();
    },
    120_000,
  );

  it('BatchMatMulV2: one matrix serves for each of the other, by hand arithmetic', () => {
    const left = { shape: [2, 1, 2], data: Float32Array.of(1, 2, 3, 4) };
    const right = { shape: [1, 2, 2], data: Float32Array.of(1, 0, 1, 1) };
    const result = operations['BatchMatMulV2']!({ name: '', op: '', attr: {} }, [left, right]);
    expect(result).toEqual({ shape: [2, 1, 2], data: Float32Array.of(3, 2, 7, 4) });
  });
});
