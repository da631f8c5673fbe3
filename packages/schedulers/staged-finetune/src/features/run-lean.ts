import { type ForwardContext, type Segment, runSegments } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** As `runSegments`, with less memory: what a segment makes beside its output, and the tape does
 * not need, is freed when the segment ends. */
export function runLean(segments: readonly Segment[], input: tf.Tensor, context: ForwardContext): tf.Tensor {
  return segments.reduce((output, segment) => tf.tidy(() => runSegments([segment], output, context)), input);
}
