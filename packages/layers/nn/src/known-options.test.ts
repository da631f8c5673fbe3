import { UnknownOptionError } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { AdaptiveAveragePool2d, BatchNorm2d, Conv2d, Dropout, Identity, Linear, MaxPool2d, crossEntropy, loadStateDict } from './index.ts';

const logits = tf.tensor2d([[1, 2]]);
const labels = tf.tensor1d([0], 'int32');

/** Each with an option whose name is nearly one that it has. */
const calls: Readonly<Record<string, (options: never) => unknown>> = {
  Conv2d: (options: object) => new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1, ...options }),
  BatchNorm2d: (options: object) => new BatchNorm2d({ channels: 1, ...options }),
  Linear: (options: object) => new Linear({ inFeatures: 1, outFeatures: 1, ...options }),
  MaxPool2d: (options: object) => new MaxPool2d({ kernelSize: 2, ...options }),
  AdaptiveAveragePool2d: (options: object) => new AdaptiveAveragePool2d({ size: 1, ...options }),
  Dropout: (options: object) => new Dropout({ rate: 0.5, ...options }),
  crossEntropy: (options: object) => crossEntropy(logits, labels, options),
  loadStateDict: (options: object) => loadStateDict(new Identity(), new Map(), options),
};

it.each([
  ['Conv2d', 'kernalSize', 'kernelSize'],
  ['BatchNorm2d', 'epsilom', 'epsilon'],
  ['Linear', 'inFeature', 'inFeatures'],
  ['MaxPool2d', 'ceilmode', 'ceilMode'],
  ['AdaptiveAveragePool2d', 'sise', 'size'],
  ['Dropout', 'rates', 'rate'],
  ['crossEntropy', 'labelsmoothing', 'labelSmoothing'],
  ['loadStateDict', 'allowmissing', 'allowMissing'],
])('%s refuses "%s" and asks whether "%s" was meant', (name, misspelt, meant) => {
  const call = () => calls[name]!({ [misspelt]: 1 } as never);
  expect(call).toThrow(UnknownOptionError);
  expect(call).toThrow(`${name}: "${misspelt}" is not an option: did you mean "${meant}"?`);
});
