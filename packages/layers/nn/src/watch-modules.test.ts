import type * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { Flatten, Relu } from './activations.ts';
import { Module } from './module.ts';
import { isWatched, watchModules } from './watch-modules.ts';

class Pair extends Module {
  readonly parts = [new Relu(), new Flatten()];

  forward(input: tf.Tensor4D): tf.Tensor4D {
    return input;
  }
}

function fail(): never {
  throw new RangeError('no');
}

const observer = { enter() {}, leave() {} };

it('a module is watched while it or a part of it is, and no longer', () => {
  const [watched, other] = [new Pair(), new Pair()];
  const seen = () => [isWatched(watched), isWatched(other)];
  expect(watchModules([watched.parts[1]!], observer, seen)).toEqual([true, false]);
  expect(watchModules([other], observer, seen)).toEqual([false, true]);
  expect(seen()).toEqual([false, false]);
});

it('work that throws leaves nothing watched', () => {
  const pair = new Pair();
  expect(() => watchModules([pair], observer, fail)).toThrow(RangeError);
  expect(isWatched(pair)).toBe(false);
});
