import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers tfjs-core's gradients in Node
import { beforeAll, describe, expect, it } from 'vitest';

import { leanGradients } from './lean-gradients.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const bytes = () => tf.memory().numBytes;

/** The most bytes held while a gradient of `square` is computed. */
function peakOf(compute: () => void): number {
  const { gradFunc } = tf.getGradient('Square')!;
  let peak = 0;
  tf.unregisterGradient('Square');
  tf.registerGradient({
    kernelName: 'Square',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ((peak = Math.max(peak, bytes())), gradFunc(dy, saved, attrs)),
  });
  try {
    compute();
  } finally {
    tf.unregisterGradient('Square');
    tf.registerGradient({ kernelName: 'Square', inputsToSave: ['x'], gradFunc });
  }
  return peak;
}

const start = [0.5, -0.25, 0.75, 1];
const copies = 512;
const inputs = () => [tf.variable(tf.tile(tf.tensor1d(start), [copies])), tf.variable(tf.scalar(1.5))];

/** Branches that join, one input twice, a gradient handed on as it is, and a use of a variable in
 * two places. */
function tangled([x, scale]: readonly tf.Variable[]): tf.Scalar {
  let value: tf.Tensor = tf.mul(x!, scale!);
  for (let round = 0; round < 6; round++) {
    const branch = tf.square(tf.mul(value, 0.5));
    const passed = tf.customGrad((input) => ({ value: tf.clone(input as tf.Tensor), gradFunc: (dy: tf.Tensor) => dy }))(value);
    value = tf.add(tf.add(passed, branch), tf.mul(tf.mul(value, value), 0.1));
  }
  return tf.mean(tf.mul(value, scale!));
}

describe('leanGradients', () => {
  it('has the values and gradients of tf.variableGrads to the bit, where branches join and gradients are handed on', () => {
    const variables = inputs();
    const wanted = tf.variableGrads(() => tangled(variables), variables);
    const lean = leanGradients(() => tangled(variables), variables);
    expect(lean.value.dataSync()).toEqual(wanted.value.dataSync());
    for (const { name } of variables) expect(lean.grads[name]!.dataSync()).toEqual(wanted.grads[name]!.dataSync());
  });

  it('leaves the value and the gradients, and no other tensor', () => {
    const variables = inputs();
    const before = tf.memory().numTensors;
    const { value, grads } = leanGradients(() => tangled(variables), variables);
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('holds less at once than tfjs: its peak does not grow on the way back', () => {
    const variables = inputs();
    const chain = () => {
      let value: tf.Tensor = tf.mul(variables[0]!, variables[1]!);
      for (let round = 0; round < 20; round++) value = tf.square(value);
      return tf.mean<tf.Scalar>(value);
    };
    const tensor = start.length * copies * 4;
    const [usual, lean] = [
      peakOf(() => tf.tidy(() => void tf.variableGrads(chain, variables))),
      peakOf(() => tf.tidy(() => void leanGradients(chain, variables))),
    ];
    expect(usual - lean).toBeGreaterThan(15 * tensor);
  });
});
