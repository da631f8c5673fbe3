import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';

import type { KernelResult } from './register-kernels.ts';
import { registerKernels } from './register-kernels.ts';
import { hasKernel, runKernel } from './run-kernel.ts';

/** A tensor of the cpu backend, which the test kernels answer with. */
function info(shape: number[], values: number[]): tf.TensorInfo {
  const { dataId } = tf.tensor(values, shape);
  return { dataId, shape, dtype: 'float32' };
}

afterEach(() => {
  for (const name of ['AttuneSumOfSquares', 'AttunePositionPools', 'AttuneSgd']) if (tf.getKernel(name, 'cpu') !== undefined) tf.unregisterKernel(name, 'cpu');
});

describe('a backend that registers a kernel', () => {
  it('has it, and no other', () => {
    expect(hasKernel('AttuneSumOfSquares')).toBe(false);
    registerKernels('cpu', { AttuneSumOfSquares: () => info([], [0]) });
    expect(hasKernel('AttuneSumOfSquares')).toBe(true);
    expect(hasKernel('AttuneAdam')).toBe(false);
  });

  it('does not give it to another backend', () => {
    registerKernels('another', { AttuneAdam: () => [] });
    expect(hasKernel('AttuneAdam')).toBe(false);
    tf.unregisterKernel('AttuneAdam', 'another');
  });

  it('answers with its outputs as tensors, from the inputs and attributes of the call', () => {
    registerKernels('cpu', {
      AttunePositionPools: ({ inputs: { x } }) => [info([2, 1, 1, 1], [tf.mean(x).dataSync()[0]!, tf.max(x).dataSync()[0]!]), info([1, 1], [3])],
    });
    const [pools, places] = runKernel('AttunePositionPools', { x: tf.tensor4d([1, 2, 3, 6], [1, 2, 2, 1]) }, {});
    expect(pools.shape).toEqual([2, 1, 1, 1]);
    expect([...pools.dataSync(), ...places.dataSync()]).toEqual([3, 6, 3]);
  });

  it('is given the very variables of the call, to move them in place', () => {
    const seen: unknown[] = [];
    registerKernels('cpu', {
      AttuneSgd({ inputs, attrs }) {
        seen.push(inputs.parameter, attrs.momentum);
        return [];
      },
    });
    const [parameter, velocity] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))];
    const settings = { learningRate: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0, gradientScale: 1, nesterov: false };
    expect(runKernel('AttuneSgd', { parameter, gradient: tf.ones([2]), velocity }, settings)).toEqual([]);
    expect(seen).toEqual([parameter, 0.9]);
    expect(seen[0]).toBe(parameter);
  });

  it('is given what it computes on, as it is at that call', () => {
    let host = 1;
    registerKernels('cpu', { AttuneSumOfSquares: (_, value: number) => info([], [value]) }, () => host);
    host = 2;
    expect(runKernel('AttuneSumOfSquares', { x: tf.ones([3]) }, {}).dataSync()[0]).toBe(2);
  });

  it('replaces the kernel that it had', () => {
    registerKernels('cpu', { AttuneSumOfSquares: () => info([], [1]) });
    registerKernels('cpu', { AttuneSumOfSquares: () => info([], [2]) });
    expect(runKernel('AttuneSumOfSquares', { x: tf.ones([3]) }, {}).dataSync()[0]).toBe(2);
  });
});

it('a name outside the table, a missing input and a wrong attribute do not compile', () => {
  // @ts-expect-error no kernel of that name
  hasKernel('AttuneSgdd');
  const x = tf.ones([1, 1, 1, 1]);
  // @ts-expect-error dy is missing
  const relu = () => runKernel('AttuneReluGrad', { y: x }, {});
  // @ts-expect-error meanAt is 0 or 1
  const pools = () => runKernel('AttuneChannelPools', { x }, { meanAt: 2 });
  expect([relu, pools]).toHaveLength(2);
  expectTypeOf<KernelResult<'AttuneGateGrad'>>().toEqualTypeOf<[dx: tf.TensorInfo, dGate: tf.TensorInfo]>();
  expectTypeOf<KernelResult<'AttuneReluGrad'>>().toEqualTypeOf<tf.TensorInfo>();
});
