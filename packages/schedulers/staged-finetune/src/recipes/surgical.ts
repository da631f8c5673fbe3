import { refuseUnknownOptions } from '@attune/errors';
import { type Network, evaluation, namedParameters, requireGradients, segmentVariables } from '@attune/nn';
import { gradientNorm } from '@attune/optim';
import * as tf from '@tensorflow/tfjs-core';

import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { taskObjective } from '../task/objective.ts';
import type { TrainingData } from '../training-data.ts';

export interface SurgicalOptions {
  /** Images of the one backward pass. Default: 64. */
  readonly batchSize?: number;
  /** Which images. Default: 0. */
  readonly seed?: number;
}

/** How much one pass over new data asks a segment to move. */
export interface RelativeGradient {
  readonly segment: string;
  /** Norm of the gradient over norm of the weights. */
  readonly ratio: number;
}

/** The head, then the head with the one segment that the new data asks most to move:
 * others keep what they know.
 *
 * Source: surgical fine-tuning with the relative gradient norm as its criterion (Auto-RGN), Lee et
 *         al. 2022, arXiv:2210.11466. */
export async function surgical(network: Network, data: TrainingData, options: SurgicalOptions = {}): Promise<Recipe> {
  const ratios = await relativeGradients(network, data, options);
  const { segment } = ratios.reduce((best, candidate) => (candidate.ratio > best.ratio ? candidate : best));
  const shared = { schedule: { kind: 'cosine' }, weightDecay: 1e-4, clipNorm: 1 } as const;
  return defineRecipe({
    name: 'surgical',
    optimizer: { kind: 'sgd', momentum: 0.9 },
    stages: [
      { name: 'head', epochs: 5, ...shared, augment: false, groups: [{ name: 'head', select: 'head', learningRate: 1e-2 }] },
      {
        name: `head and ${segment}`,
        epochs: 10,
        ...shared,
        groups: [
          { name: 'head', select: 'head', learningRate: 1e-3 },
          { name: segment, select: { segments: [segment] }, learningRate: 1e-3 },
        ],
      },
    ],
  });
}

/** One backward pass: for each segment but the head, how large its gradient is beside
 * its weights.
 *
 * @throws {UnknownOptionError} when an option does not exist. */
export async function relativeGradients(network: Network, data: TrainingData, options: SurgicalOptions = {}): Promise<RelativeGradient[]> {
  refuseUnknownOptions('relativeGradients', options, { batchSize: true, seed: true } satisfies Record<keyof SurgicalOptions, true>);
  const { batchSize = 64, seed = 0 } = options;
  requireGradients();
  const objective = taskObjective(data);
  for await (const { images, shape, ...batch } of data.train.batches({ batchSize, shuffle: true, seed })) {
    const parameters = namedParameters(network);
    const { value, grads } = tf.variableGrads(
      () => objective.loss(network.forward(tf.tensor4d(images, [...shape]), evaluation) as tf.Tensor2D, batch),
      [...parameters.values()],
    );
    value.dispose();
    const gradients = new Map([...parameters].map(([name, variable]) => [name, grads[variable.name]!]));
    const ratios = ratiosOf(network, gradients);
    tf.dispose(grads);
    return ratios;
  }
  return [];
}

function ratiosOf(network: Network, gradients: ReadonlyMap<string, tf.Tensor>): RelativeGradient[] {
  return network
    .segments()
    .slice(0, -1)
    .map((segment) => {
      const variables = [...segmentVariables(network, segment)].filter(([name]) => gradients.has(name));
      const ratio = tf.tidy(() => {
        const moved = gradientNorm(variables.map(([name]) => gradients.get(name)!));
        return tf.div(moved, gradientNorm(variables.map(([, variable]) => variable))).dataSync()[0]!;
      });
      return { segment: segment.name, ratio };
    });
}
