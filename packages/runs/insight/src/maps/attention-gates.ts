import { type GateReport, type Network, gatesOf, namedModules, pathAround } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { gateReach } from './gate-reach.ts';
import type { Plane } from './plane.ts';

/** What one attention block multiplies its input by, for one image. A gate of 1 passes
 * on what comes in. */
export interface BlockGates {
  /** The block's path, such as `layer1.0.cbam`. */
  readonly path: string;
  /** What the block is called where it lies: `cbam`, `se`. */
  readonly kind: string;
  /** What it acts in: `layer1.0`; its path where it lies beside a network's own fields,
   * as `cbam1` does. */
  readonly place: string;
  /** [channels]; empty when the block has no gate for channels. */
  readonly channels: Float32Array;
  /** The gate for positions, of the size of the block's features; null when it has none. */
  readonly positions: Plane | null;
  /** By how much it strengthens each position: its gate for positions or, where it has
   * none, the mean
   * of its gates, each weighted by how strong its feature is there. */
  readonly map: Plane;
}

/** The gates of every attention block that reports any, in forward order: images [N, H, W, C],
 * normalised → for each image its blocks. Empty lists for a network without attention. */
export async function attentionGates(network: Network, images: tf.Tensor4D): Promise<BlockGates[][]> {
  const read = await Promise.all(forwardWatched(network, images).map(readGate));
  return Array.from({ length: images.shape[0] }, (_, image) => gatherBlocks(read, image, images.shape[0]));
}

/** Paths of attention that multiplies its input without telling by what: there is no map of it. */
export function attentionWithoutGates(network: Network, blocks: readonly BlockGates[]): string[] {
  return [...gatesOf(network).keys()].filter((path) => !blocks.some((block) => block.path === path));
}

/** Tensors that live until they are read. */
interface SeenGate {
  readonly path: string;
  /** [N, 1, 1, C]; null of a gate for positions. */
  readonly channels: tf.Tensor4D | null;
  /** [N, H, W, 1] */
  readonly map: tf.Tensor4D;
}

function forwardWatched(network: Network, images: tf.Tensor4D): SeenGate[] {
  const paths = new Map([...namedModules(network)].map(([path, module]) => [module, path]));
  const attention = [...gatesOf(network).keys()];
  const seen: SeenGate[] = [];
  const onGate = (report: GateReport) => {
    const own = paths.get(report.module) ?? '';
    seen.push({ path: pathAround(attention, own) ?? own, ...keptGate(report) });
  };
  tf.tidy(() => void network.forward(images, { training: false, frozen: new Set(), onGate }));
  return seen;
}

function keptGate({ gate, input }: GateReport): Omit<SeenGate, 'path'> {
  if (gateReach({ gate, input }) === 'positions') return { channels: null, map: tf.keep(tf.clone(gate)) };
  return { channels: tf.keep(tf.mean<tf.Tensor4D>(gate, [1, 2], true)), map: tf.keep(meanGate(input, gate)) };
}

/** Weighted by the features' magnitudes; where all are zero, the plain mean. [N, H, W, 1] */
function meanGate(input: tf.Tensor4D, gate: tf.Tensor4D): tf.Tensor4D {
  const magnitude = tf.abs(input);
  const strength = tf.sum<tf.Tensor4D>(magnitude, 3, true);
  const weighted = tf.div<tf.Tensor4D>(tf.sum(tf.mul(magnitude, gate), 3, true), strength);
  return tf.where(tf.greater(strength, 0), weighted, tf.add(tf.zerosLike(strength), tf.mean(gate, 3, true)));
}

/** The values of all images. */
interface ReadGate {
  readonly path: string;
  readonly channels: Float32Array | null;
  readonly map: Plane;
}

async function readGate({ path, channels, map }: SeenGate): Promise<ReadGate> {
  const [, height, width] = map.shape;
  const read = { path, channels: (await channels?.data<'float32'>()) ?? null, map: { height, width, values: await map.data<'float32'>() } };
  tf.dispose(channels === null ? [map] : [channels, map]);
  return read;
}

/** Of one of `count` images. */
function gatherBlocks(gates: readonly ReadGate[], image: number, count: number): BlockGates[] {
  const blocks = new Map<string, BlockGates>();
  const own = (values: Float32Array) => values.slice((image * values.length) / count, ((image + 1) * values.length) / count);
  for (const { path, channels, map } of gates) {
    const known = blocks.get(path) ?? { path, ...placeOf(path), channels: new Float32Array(), positions: null, map };
    const plane = { ...map, values: own(map.values) };
    if (channels === null) blocks.set(path, { ...known, positions: plane, map: plane });
    else blocks.set(path, { ...known, channels: own(channels), map: known.positions ?? plane });
  }
  return [...blocks.values()];
}

function placeOf(path: string): Pick<BlockGates, 'kind' | 'place'> {
  const end = path.lastIndexOf('.');
  return { kind: path.slice(end + 1).replace(/\d+$/u, ''), place: end === -1 ? path : path.slice(0, end) };
}
