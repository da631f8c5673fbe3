import { AttuneError } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { type AnyModule, evaluation, namedModules, stateDict } from './module.ts';
import type { Network } from './network.ts';
import { watchModules } from './watch-modules.ts';

/** Logits or features that are not finite: the weights or the image hold NaN or infinity, or a
 * layer overflows. No class, probability or loss can be told from them. */
export class NonFiniteOutputError extends AttuneError {
  static override readonly code = 'ATTUNE_NON_FINITE_OUTPUT';
  static override readonly origin = 'work';
  /** Position in the batch. */
  readonly image: number;
  /** Where the numbers ended, such as "layer3.0.bn1.weight holds values that are not finite";
   * null when that could not be found again. */
  readonly where: string | null;

  constructor({ what, image, where }: Pick<NonFiniteOutputError, 'image' | 'where'> & { readonly what: 'logits' | 'features' }) {
    super(
      `The ${what} are not finite for image ${image}: ${where ?? "its values or the network's weights are not"}. Nothing can be told from them: take other weights, or train again with lower learning rates.`,
    );
    this.name = 'NonFiniteOutputError';
    this.image = image;
    this.where = where;
  }
}

export interface NetworkOutput {
  readonly what: 'logits' | 'features';
  /** A row for each image. */
  readonly rows: readonly Float32Array[];
}

/** Checks what a network gave for images [N, H, W, C].
 *
 * @throws {NonFiniteOutputError} naming the first image whose row is not finite, and the tensor in
 * which the numbers ended. */
export async function requireFiniteOutput(network: Network, images: tf.Tensor4D, { what, rows }: NetworkOutput): Promise<void> {
  const image = rows.findIndex((row) => !row.every(Number.isFinite));
  if (image !== -1) throw new NonFiniteOutputError({ what, image, where: await findNonFinite(network, images) });
}

async function findNonFinite(network: Network, images: tf.Tensor4D): Promise<string | null> {
  const variable = await firstNonFinite(stateDict(network));
  if (variable !== null) return `${variable} holds values that are not finite`;
  const layer = await firstNonFiniteLayer(network, () => void network.forward(images, evaluation));
  return layer === null ? null : `${layer} gives values that are not finite`;
}

/** The first tensor that holds NaN or an infinity, by name; null when none does. */
export async function firstNonFinite(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<string | null> {
  for (const [name, tensor] of tensors) {
    const measured = tf.tidy(() => nonFiniteProbe(tensor));
    const [value] = await measured.data();
    measured.dispose();
    if (value !== 0) return name;
  }
  return null;
}

/** The path of the first layer whose output is not finite while `pass` runs; null when all
 * outputs are. */
export async function firstNonFiniteLayer(network: Network, pass: () => void): Promise<string | null> {
  const paths = new Map([...namedModules(network)].slice(1).map(([path, module]): [AnyModule, string] => [module, path]));
  const probes: [string, tf.Tensor][] = [];
  const leave = (module: AnyModule, output: tf.Tensor) => void probes.push([paths.get(module)!, tf.keep(nonFiniteProbe(output))]);
  tf.tidy(() => watchModules([...paths.keys()], { enter() {}, leave }, pass));
  try {
    return await firstNonFinite(probes);
  } finally {
    tf.dispose(probes.map(([, probe]) => probe));
  }
}

/** One number: 0 when all values are finite, NaN when any is not. 0 · x is 0 for every finite x. */
function nonFiniteProbe(tensor: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(tensor, 0));
}
