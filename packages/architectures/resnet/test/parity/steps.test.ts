import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { disposeModule, evaluation, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../../tools/testing/generated-network.ts';
import { type Packed, type Sampled, readGolden, relativeDifference, sampledDifference } from '../../../../../tools/testing/golden.ts';
import { twoSteps } from '../../../../../tools/testing/two-steps.ts';
import { Bottleneck, ResNet, type ResNetConfig, type ResNetPlacement, resnet18, resnet20, resnet34, resnet50 } from '../../src/index.ts';

interface Case {
  readonly architecture: keyof typeof builders;
  readonly placement: ResNetPlacement | null;
  /** Name of the generated images. */
  readonly batch: string;
  readonly images: number;
  readonly size: number;
  readonly classes: number;
  readonly losses: readonly number[];
  readonly logitsBefore: Packed;
  readonly logitsInTraining: Packed;
  readonly logitsAfter: Packed;
  readonly gradients: Record<string, Sampled>;
  readonly stateAfter: Record<string, Sampled>;
}

interface Golden {
  readonly cases: Record<string, Case>;
  readonly evaluations: Record<'resnet34' | 'resnet50', { readonly batch: string; readonly images: number; readonly size: number; readonly logits: Packed }>;
}

const shallow = { architecture: 'bottleneck-1-1-1-1', block: Bottleneck, depths: [1, 1, 1, 1], width: 64, shortcut: 'projection' } as const;
const builders = { resnet18, resnet20, 'bottleneck-1-1-1-1': (config?: ResNetConfig) => new ResNet(shallow, config) };
const golden = readGolden<Golden>(new URL('steps.json', import.meta.url));
const tolerance = 1e-4;

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

describe('torchvision ResNets, with and without our identity CBAM, whose weights both sides generate', () => {
  it.each(Object.entries(golden.cases))(
    '%s: losses, logits, gradients and state over two SGD steps within 1e-4',
    (_, { architecture, placement, ...wanted }) => {
      const attention = placement === null ? {} : { attention: cbam(), placement };
      const network = fillWithGenerated(builders[architecture]({ classes: wanted.classes, ...attention }));
      tf.tidy(() => {
        const labels = tf.tensor1d(
          Int32Array.from({ length: wanted.images }, (__, index) => index % wanted.classes),
          'int32',
        );
        const steps = twoSteps(network, generatedImages(wanted.batch, wanted.images, wanted.size), labels, 1e-3);
        steps.losses.forEach((loss, step) => expect(Math.abs(loss / wanted.losses[step]! - 1), `loss ${step}`).toBeLessThan(tolerance));
        expect(relativeDifference(steps.logitsBefore, wanted.logitsBefore)).toBeLessThan(tolerance);
        expect(relativeDifference(steps.logitsInTraining, wanted.logitsInTraining)).toBeLessThan(tolerance);
        expect([...steps.gradients.keys()].toSorted()).toEqual(Object.keys(wanted.gradients).toSorted());
        for (const [name, gradient] of steps.gradients)
          expect(sampledDifference(gradient, wanted.gradients[name]!), `gradient of ${name}`).toBeLessThan(tolerance);
        for (const [name, variable] of stateDict(network)) expect(sampledDifference(variable, wanted.stateAfter[name]!), name).toBeLessThan(tolerance);
        expect(relativeDifference(steps.logitsAfter, wanted.logitsAfter)).toBeLessThan(tolerance);
      });
      disposeModule(network);
    },
  );

  it.each([
    ['resnet34', resnet34],
    ['resnet50', resnet50],
  ] as const)('%s: logits within 1e-4', (name, build) => {
    const network = fillWithGenerated(build({ classes: 10 }));
    const { batch, images, size, logits } = golden.evaluations[name];
    tf.tidy(() => {
      expect(relativeDifference(network.forward(generatedImages(batch, images, size), evaluation), logits)).toBeLessThan(tolerance);
    });
    disposeModule(network);
  });
});
