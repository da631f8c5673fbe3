import { type BackendMemory } from '@attune/kernel-table';
import { BatchNorm2d, type Network, evaluation, namedModules, namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { FeatureBatch } from '../features/feature-source.ts';
import { runLean } from '../features/run-lean.ts';
import { type TrainStepConfig, tryStep } from '../step/train-step.ts';

/** What a step holds at its peak beside weights, gradients of other parts, and its input. */
export interface StepBytes {
  readonly fixed: number;
  readonly perImage: number;
  /** Of one image's input, in a step that is cut into parts: the image, and what the
   * segments before
   * the gradient tape make of it. */
  readonly inputPerImage: number;
}

export interface MeasureConfig {
  readonly memory: BackendMemory;
  readonly step: TrainStepConfig;
  /** [H, W, C] of an image. */
  readonly image: readonly number[];
  /** Images of the steps that are to be taken. */
  readonly images: number;
  /** What such a step may take. */
  readonly roomBytes: number;
}

/** Measures a step on blank images: on two, whose share of the peak is at most so much in a larger
 * batch, as some of it is shared; where that is too much, on more, as long as they fit, which tells
 * the two apart. */
export async function measureStep(config: MeasureConfig): Promise<StepBytes> {
  const { images, roomBytes } = config;
  let measured = await peakOf(config, Math.min(2, images));
  const { inputPerImage } = measured;
  let bytes: StepBytes = { fixed: 0, perImage: measured.peak / measured.images, inputPerImage };
  while (bytes.fixed + bytes.perImage * images > roomBytes && measured.images < Math.min(8, images)) {
    const next = Math.min(2 * measured.images, images);
    if (bytes.fixed + bytes.perImage * next > roomBytes) break;
    const larger = await peakOf(config, next);
    const perImage = (larger.peak - measured.peak) / (next - measured.images);
    bytes = { fixed: Math.max(0, larger.peak - perImage * next), perImage, inputPerImage };
    measured = larger;
  }
  return bytes;
}

interface Measured {
  readonly images: number;
  readonly peak: number;
  readonly inputPerImage: number;
}

async function peakOf({ memory, step, image }: MeasureConfig, images: number): Promise<Measured> {
  const putBack = keepStatistics(step.network);
  try {
    const batch = blankBatch(step, image, images);
    const perImage = (batch.features.size / images) * Float32Array.BYTES_PER_ELEMENT;
    const before = memory.usedBytes;
    const peak = memory.measurePeak();
    const handed = await tryStep(step, batch);
    return { images, peak: peak() - before, inputPerImage: perImage + handed / images };
  } finally {
    putBack();
  }
}

/** The most bytes that a network takes for an image in evaluation. */
export function evaluationBytes(network: Network, memory: BackendMemory, image: readonly number[]): number {
  const before = memory.usedBytes;
  const peak = memory.measurePeak();
  tf.tidy(() => void runLean(network.segments(), tf.zeros([1, ...image]), evaluation));
  return peak() - before;
}

function blankBatch({ network, depth }: TrainStepConfig, image: readonly number[], images: number): FeatureBatch {
  const features = tf.tidy(() => runLean(network.segments().slice(0, depth), tf.zeros([images, ...image]), evaluation));
  return { features, labels: new Int32Array(images), indices: new Int32Array(images) };
}

/** Running statistics as they are now, and what puts them back to the bit. */
function keepStatistics(network: Network): () => void {
  const kept = [...namedVariables(network)].flatMap(([, variable]) => (variable.trainable ? [] : [{ variable, value: tf.clone(variable) }]));
  const counts = [...namedModules(network)].flatMap(([, module]) => (module instanceof BatchNorm2d ? [{ module, count: module.batchesTracked }] : []));
  return () => {
    for (const { variable, value } of kept) {
      variable.assign(value);
      value.dispose();
    }
    for (const { module, count } of counts) module.batchesTracked = count;
  };
}
