import { startBackend } from '@attune/backend';
import { type OurCheckpoint, inOurNames, readCheckpoint, withImageChannels, writeSafetensors } from '@attune/checkpoint';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Packed, readGolden, relativeDifferenceOf, unpackValues } from '../../../../../tools/testing/golden.ts';
import { generated } from '../../../../../tools/testing/generated-weights.ts';
import { expectTwoStepsRoughly } from '../../../../../tools/testing/step-golden.ts';
import { resnet18, resnet20 } from '../../src/index.ts';
import type { StepCase } from './step-cases.ts';

const golden = readGolden<{ readonly cases: Record<string, StepCase>; readonly kernels: Record<string, Packed> }>(new URL('channels.json', import.meta.url));

const builders = { resnet18, resnet20 };

describe.each(['wasm', 'native'] as const)('ResNets for images of other channels than three on our %s kernels', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  it.each(Object.entries(golden.cases))("%s channels: PyTorch's logits and loss within 1e-4, its loss after a step within 5e-3", (_, wanted) => {
    expectTwoStepsRoughly(builders[wanted.architecture as 'resnet18']({ classes: wanted.classes, channels: wanted.channels }), wanted);
  });
});

/** A file whose first kernel is generated, [16, 3, 3, 3]. */
async function checkpoint(): Promise<OurCheckpoint> {
  await startBackend('cpu');
  const kernel = tf.transpose(generated('conv1.weight', [16, 3, 3, 3]), [3, 2, 0, 1]);
  const bytes = writeSafetensors(new Map([['conv1.weight', { dtype: 'F32', shape: [16, 3, 3, 3], data: Float32Array.from(kernel.dataSync()) }]]));
  return inOurNames(await readCheckpoint(bytes));
}

describe("a first kernel for images of other channels is timm's", () => {
  it.each(Object.entries(golden.kernels))('%s channels: within 1e-6', async (channels, wanted) => {
    const [kernel] = withImageChannels(await checkpoint(), Number(channels)).tensors;
    expect(kernel!.shape).toEqual(wanted.shape);
    expect(relativeDifferenceOf(await kernel!.readFloat32(), unpackValues(wanted.f32))).toBeLessThan(1e-6);
    expect((await kernel!.read()).data).toEqual(await kernel!.readFloat32());
  });

  it('three channels, and a kernel that has as many as are wanted, stay as they are', async () => {
    const own = await checkpoint();
    expect(withImageChannels(own, 3).tensors[0]).toBe(own.tensors[0]);
    const four = withImageChannels(own, 4);
    expect(withImageChannels(four, 4).tensors[0]).toBe(four.tensors[0]);
  });
});
