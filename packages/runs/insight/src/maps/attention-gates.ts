import { type AnyModule, type Network, namedModules } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { Plane } from './plane.ts';

/** What one attention block multiplies its input by, for one image. A gate of 1 passes on what comes in. */
export interface BlockGates {
  /** The block's path, such as `layer1.0.cbam`. */
  readonly path: string;
  /** [channels]; empty when the block has no gate for channels. */
  readonly channels: Float32Array;
  /** The gate for positions, of the size of the block's features; null when it has none. */
  readonly positions: Plane | null;
}

/** The gates of every attention block, in forward order: images [N, H, W, 3], normalised → for each image its blocks. Empty lists for a network without attention. */
export async function attentionGates(network: Network, images: tf.Tensor4D): Promise<BlockGates[][]> {
  const gates = forwardWatched(network, images);
  const read = await Promise.all(gates.map(async ({ path, gate }) => ({ path, shape: gate.shape, values: await gate.data<'float32'>() })));
  for (const { gate } of gates) gate.dispose();
  return Array.from({ length: images.shape[0] }, (_, image) => gatherBlocks(read, image));
}

function forwardWatched(network: Network, images: tf.Tensor4D): { readonly path: string; readonly gate: tf.Tensor4D }[] {
  const paths = new Map<AnyModule, string>([...namedModules(network)].map(([path, module]) => [module, path]));
  const seen: { path: string; gate: tf.Tensor4D }[] = [];
  tf.tidy(() => {
    network.forward(images, {
      training: false,
      frozen: new Set(),
      onGate: (gate, module) => void seen.push({ path: paths.get(module) ?? '', gate: tf.keep(tf.clone(gate)) }),
    });
  });
  return seen;
}

interface ReadGate {
  readonly path: string;
  readonly shape: readonly [number, number, number, number];
  readonly values: Float32Array;
}

function gatherBlocks(gates: readonly ReadGate[], image: number): BlockGates[] {
  const blocks = new Map<string, BlockGates>();
  for (const { path, shape, values } of gates) {
    const [, height, width, channels] = shape;
    const block = path.slice(0, path.lastIndexOf('.'));
    const own = Float32Array.from(values.subarray(image * height * width * channels, (image + 1) * height * width * channels));
    const known = blocks.get(block) ?? { path: block, channels: new Float32Array(), positions: null };
    blocks.set(block, channels === 1 ? { ...known, positions: { height, width, values: own } } : { ...known, channels: own });
  }
  return [...blocks.values()];
}
