import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BatchNorm2d } from './batch-norm.ts';
import { Conv2d } from './conv2d.ts';
import { zeros } from './initializers.ts';
import { Linear } from './linear.ts';
import { Network } from './network.ts';
import { requireGradients } from './require-engine.ts';

class Empty extends Network {
  constructor() {
    super({ architecture: 'empty', classes: 2 });
  }

  segments() {
    return [];
  }
}

const built: readonly [what: string, build: () => unknown][] = [
  ['a convolution', () => new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1 })],
  ['a batch norm', () => new BatchNorm2d({ channels: 2 })],
  ['a linear layer', () => new Linear({ inFeatures: 1, outFeatures: 1 })],
  ['a parameter of zeros', () => zeros([1], Math.random)],
  ['a network', () => new Empty()],
];

describe('without a backend', () => {
  beforeAll(() => tf.removeBackend('cpu'));

  it.each(built)('%s names startBackend and keeps the error of tfjs', (_, build) => {
    expect(build).toThrow(
      expect.objectContaining({
        code: 'ATTUNE_BACKEND_NOT_STARTED',
        message: expect.stringContaining('startBackend()') as string,
        cause: new Error('No backend found in registry.'),
      }),
    );
  });
});

describe('while a backend is starting', () => {
  beforeAll(() => {
    tf.registerBackend('slow', () => new Promise<tf.KernelBackend>(() => {}));
  });
  afterAll(() => tf.removeBackend('slow'));

  it.each(built)('%s says so', (_, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'ATTUNE_BACKEND_NOT_STARTED' }));
  });
});

describe('without gradients', () => {
  it('training names startBackend', () => {
    expect(() => requireGradients()).not.toThrow();
    const add = tf.getGradient('Add');
    tf.unregisterGradient('Add');
    try {
      expect(() => requireGradients()).toThrow(
        expect.objectContaining({ code: 'ATTUNE_GRADIENTS_NOT_REGISTERED', message: expect.stringContaining('startBackend()') as string }),
      );
    } finally {
      tf.registerGradient(add);
    }
  });
});
