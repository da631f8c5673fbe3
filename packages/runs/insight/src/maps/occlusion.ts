import { refuseUnknownOptions } from '@attune/errors';
import { type Network, breathe } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { chooseClass } from './class-score.ts';
import type { ClassMap, ClassMapOptions } from './grad-cam.ts';
import { type CutNetwork, cutAt } from './layer.ts';

export interface OcclusionOptions extends ClassMapOptions {
  /** Side of the square that is covered with zeros, in positions of the layer. Default:
   * a quarter of the shorter side. */
  readonly patch?: number;
  /** Positions from one square to the next. Default: half of `patch`. */
  readonly stride?: number;
  /** Squares tried at once. Default: 8. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

const occlusionOptions = { layer: true, classIndex: true, patch: true, stride: true, batchSize: true, signal: true } satisfies Record<
  keyof OcclusionOptions,
  true
>;

/** Occlusion: how much of the class's logit is lost when a square is covered with zeros, which are
 *            the mean colour in a normalised image. Where squares overlap, their mean.
 *
 * image [1, H, W, channels], normalised → a plane of the layer's size, of the image's when no layer
 * is named; positive where the class needs what it sees.
 * Source: Zeiler and Fergus 2014, arXiv:1311.2901, §4.2.
 * @throws {LayerError} {ClassIndexError} {UnknownOptionError} and the signal's reason
 * when it is aborted. */
export async function occlusion(network: Network, image: tf.Tensor4D, options: OcclusionOptions = {}): Promise<ClassMap> {
  refuseUnknownOptions('occlusion', options, occlusionOptions);
  const cut = options.layer === undefined ? cutAtImage(network) : cutAt(network, options.layer);
  const features = tf.tidy(() => tf.clone(cut.before(image)));
  try {
    const { logits, height, width } = whole(cut, features);
    const chosen = await chooseClass(logits, options.classIndex ?? 'predicted');
    logits.dispose();
    const squares = squaresOf(height, width, options);
    const losses: number[] = [];
    for (let first = 0; first < squares.length; first += options.batchSize ?? 8) {
      await breathe();
      options.signal?.throwIfAborted();
      const covered = squares.slice(first, first + (options.batchSize ?? 8));
      const scores = await scoresUnder(cut, features, masks(covered, height, width), chosen.classIndex);
      losses.push(...scores.map((score) => chosen.score - score));
    }
    return { layer: cut.layer, ...chosen, height, width, values: meanLosses(squares, losses, height, width) };
  } finally {
    features.dispose();
  }
}

function cutAtImage(network: Network): CutNetwork {
  return {
    layer: 'image',
    before: (images) => images,
    after: (images, change) => network.forward(change(images as tf.Tensor4D), { training: false, frozen: new Set() }),
  };
}

function whole(cut: CutNetwork, features: tf.Tensor): { readonly logits: tf.Tensor2D; readonly height: number; readonly width: number } {
  let size: readonly number[] = [];
  const logits = tf.tidy(() =>
    cut.after(features, (output) => {
      size = output.shape;
      return output;
    }),
  );
  return { logits, height: size[1]!, width: size[2]! };
}

interface Square {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Squares that cover every position; the last of a row or column is moved back inside. */
function squaresOf(
  height: number,
  width: number,
  { patch = Math.max(1, Math.floor(Math.min(height, width) / 4)), stride = Math.max(1, Math.floor(patch / 2)) }: OcclusionOptions,
): Square[] {
  const starts = (length: number) => {
    const last = Math.max(0, length - patch);
    return Array.from({ length: Math.ceil(last / stride) + 1 }, (_, index) => Math.min(index * stride, last));
  };
  return starts(height).flatMap((top) =>
    starts(width).map((left) => ({ top, left, bottom: Math.min(height, top + patch), right: Math.min(width, left + patch) })),
  );
}

/** [N, height, width, 1], 0 inside the square and 1 outside. */
function masks(squares: readonly Square[], height: number, width: number): tf.Tensor4D {
  const values = new Float32Array(squares.length * height * width).fill(1);
  squares.forEach((square, index) => {
    for (let row = square.top; row < square.bottom; row++) {
      const start = (index * height + row) * width;
      values.fill(0, start + square.left, start + square.right);
    }
  });
  return tf.tensor4d(values, [squares.length, height, width, 1]);
}

async function scoresUnder(cut: CutNetwork, features: tf.Tensor, mask: tf.Tensor4D, classIndex: number): Promise<number[]> {
  const count = mask.shape[0];
  const scores = tf.tidy(() => {
    const repeated = tf.tile(features, [count, ...features.shape.slice(1).map(() => 1)]);
    return tf.slice(
      cut.after(repeated, (output) => tf.mul(output, mask)),
      [0, classIndex],
      [-1, 1],
    );
  });
  const values = [...(await scores.data())];
  tf.dispose([scores, mask]);
  return values;
}

function meanLosses(squares: readonly Square[], losses: readonly number[], height: number, width: number): Float32Array {
  const sums = new Float64Array(height * width);
  const counts = new Float64Array(height * width);
  squares.forEach(({ top, left, bottom, right }, index) => {
    for (let row = top; row < bottom; row++)
      for (let position = row * width + left; position < row * width + right; position++) {
        sums[position]! += losses[index]!;
        counts[position]! += 1;
      }
  });
  return Float32Array.from(sums, (sum, position) => sum / counts[position]!);
}
