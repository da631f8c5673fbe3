import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import type { Network } from '@attune/nn';
import { resnet18 } from '@attune/resnet';
import { vggs } from '@attune/vgg';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../../tools/testing/generated-network.ts';
import { type Packed, readGolden, relativeDifferenceOf, unpackValues } from '../../../../../tools/testing/golden.ts';
import { type Plane, attentionGates, gradCam, gradCamPlusPlus, layerNames, occlusion } from '../../src/index.ts';

interface MapGolden {
  readonly layer: string;
  readonly classIndex: number;
  readonly score: number;
  readonly gradCam: Packed;
  /** Null where the layer's maps go below 0. */
  readonly gradCamPlusPlus: Packed | null;
}

interface OcclusionGolden {
  readonly layer: string | null;
  readonly classIndex: number;
  readonly patch: number;
  readonly stride: number;
  readonly values: Packed;
}

interface Case {
  /** Name of the generated image. */
  readonly image: string;
  readonly size: number;
  readonly gates: Readonly<Record<string, Packed>>;
  readonly maps: readonly MapGolden[];
  readonly occlusions: readonly OcclusionGolden[];
}

const { cases } = readGolden<{ readonly cases: Readonly<Record<'resnet18' | 'vgg16_bn', Case>> }>(new URL('maps.json', import.meta.url));

beforeAll(async () => {
  // With tfjs's own wasm backend running, ours leaves it its kernels: direct sums,
  // rounded about as PyTorch rounds.
  await tf.setBackend('wasm');
  await startBackend('wasm');
});

function expectPlane({ height, width, values }: Plane, golden: Packed): void {
  expect([height, width]).toEqual(golden.shape);
  expect(relativeDifferenceOf(values, unpackValues(golden.f32))).toBeLessThanOrEqual(1e-4);
}

describe.each<[keyof typeof cases, () => Network]>([
  ['resnet18', () => resnet18({ classes: 10, attention: cbam() })],
  ['vgg16_bn', () => vggs.vgg16_bn({ classes: 10, hidden: 32, poolSize: 2, dropout: 0, attention: cbam() })],
])('%s with identity CBAM, both sides with generated weights', (name, build) => {
  const golden = cases[name];
  let network: Network;
  let image: tf.Tensor4D;

  beforeAll(() => {
    network = fillWithGenerated(build());
    image = generatedImages(golden.image, 1, golden.size);
  });

  it('every gate is PyTorch’s within 1e-4', async () => {
    const [blocks] = await attentionGates(network, image);
    const found = new Map(
      blocks!.flatMap(({ path, channels, positions }) => [
        [`${path}.channel`, channels],
        [`${path}.spatial`, positions!.values],
      ]),
    );
    expect([...found.keys()].sort()).toEqual(Object.keys(golden.gates).sort());
    for (const [path, { f32 }] of Object.entries(golden.gates))
      expect(relativeDifferenceOf(found.get(path)!, unpackValues(f32)), path).toBeLessThanOrEqual(1e-4);
  });

  it.each(golden.maps)('Grad-CAM and Grad-CAM++ of class $classIndex at $layer are PyTorch’s within 1e-4', async ({ layer, classIndex, score, ...maps }) => {
    expect(layerNames(network)).toContain(layer);
    const plain = await gradCam(network, image, { layer, classIndex });
    expect(Math.abs(plain.score - score) / Math.abs(score)).toBeLessThanOrEqual(1e-4);
    expectPlane(plain, maps.gradCam);
    if (maps.gradCamPlusPlus !== null) expectPlane(await gradCamPlusPlus(network, image, { layer, classIndex }), maps.gradCamPlusPlus);
  });

  it.each(golden.occlusions)('occlusion of $layer by squares of $patch is PyTorch’s within 1e-4', async ({ layer, classIndex, patch, stride, values }) => {
    expectPlane(await occlusion(network, image, { ...(layer === null ? {} : { layer }), classIndex, patch, stride }), values);
  });
});
