import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { disposeModule, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../../tools/testing/generated-network.ts';
import { type Packed, type Sampled, readGolden, relativeDifference, sampledDifference } from '../../../../../tools/testing/golden.ts';
import { twoSteps } from '../../../../../tools/testing/two-steps.ts';
import { vggs } from '../../src/index.ts';

interface Case {
  readonly architecture: keyof typeof vggs;
  readonly attention: boolean;
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

const { cases } = readGolden<{ readonly cases: Record<string, Case> }>(new URL('steps.json', import.meta.url));
const tolerance = 1e-4;

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

describe('torchvision VGGs under a narrow head, with and without our identity CBAM, whose weights both sides generate', () => {
  it.each(Object.entries(cases))('%s: losses, logits, gradients and state over two SGD steps within 1e-4', (_, { architecture, attention, ...wanted }) => {
    const head = { classes: wanted.classes, hidden: 32, poolSize: 2, dropout: 0 };
    const network = fillWithGenerated(vggs[architecture]({ ...head, ...(attention && { attention: cbam() }) }));
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
  });
});
