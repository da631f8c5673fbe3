import * as tf from '@tensorflow/tfjs-core';

import type { TfjsNode } from './graph.ts';

/** What a convolution or a pool slides over features: sides, steps, and what it adds
 * around them, in pixels. */
export interface Window {
  readonly height: number;
  readonly width: number;
  readonly strides: readonly [vertical: number, horizontal: number];
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

type Sides = [number, number, number, number];

/** Of a `Conv2D`. */
export function convolutionWindow({ inputs, attributes }: TfjsNode): Window {
  const { strides, pad } = attributes as { strides: number; pad: 'same' };
  return windowOf(tf.backend_util.computeConv2DInfo([...inputs['x']!.shape] as Sides, [...inputs['filter']!.shape] as Sides, strides, 1, pad));
}

/** Of a `MaxPool`. */
export function poolWindow({ inputs, attributes }: TfjsNode): Window {
  const { filterSize, strides, pad } = attributes as { filterSize: number; strides: number; pad: 'same' };
  return windowOf(tf.backend_util.computePool2DInfo([...inputs['x']!.shape] as Sides, filterSize, strides, 1, pad));
}

function windowOf({ filterHeight, filterWidth, strideHeight, strideWidth, padInfo }: tf.backend_util.Conv2DInfo): Window {
  const { top, bottom, left, right } = padInfo;
  return { height: filterHeight, width: filterWidth, strides: [strideHeight, strideWidth], top, bottom, left, right };
}
