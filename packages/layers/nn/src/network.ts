import * as tf from '@tensorflow/tfjs-core';

import { type ForwardContext, Module, namedVariables } from './module.ts';
import { requireBackend } from './require-engine.ts';

/** A named stretch of a network: what runs between two places where a trainer may cut. */
export interface Segment {
  readonly name: string;
  /** Top-level fields whose state the segment uses, in forward order (`['conv1', 'bn1']`); entries
   * of an array field as `features.0`, attention as its kind is called (`stateField`). */
  readonly fields: readonly string[];
  forward(input: tf.Tensor, context: ForwardContext): tf.Tensor;
}

export interface NetworkIdentity {
  readonly architecture: string;
  readonly classes: number;
  /** Of its images. Default: 3. */
  readonly channels?: number | undefined;
  readonly traits?: ReadonlyMap<string, string>;
}

/** A classifier: images [N, H, W, C] → logits [N, classes], as a fold over named segments, so that
 * a frozen prefix can run outside the gradient tape.
 *
 * @throws {BackendNotStartedError} when it is built before a backend has started. */
export abstract class Network extends Module<tf.Tensor4D, tf.Tensor2D> {
  readonly #architecture: string;
  readonly #classes: number;
  readonly #channels: number;
  readonly #traits: ReadonlyMap<string, string>;

  constructor({ architecture, classes, channels = 3, traits = new Map() }: NetworkIdentity) {
    super();
    requireBackend();
    this.#architecture = architecture;
    this.#classes = classes;
    this.#channels = channels;
    this.#traits = traits;
  }

  /** Registered name, such as `resnet18`. */
  get architecture(): string {
    return this.#architecture;
  }

  get classes(): number {
    return this.#classes;
  }

  /** Channels of its images: 3 for red, green and blue. */
  get channels(): number {
    return this.#channels;
  }

  /** In what it differs from others of its architecture beyond the names and shapes of its state,
   * such as `strideIn` → `conv1`; empty for the usual one. Files keep it, so that weights are not
   * loaded into another function. */
  get traits(): ReadonlyMap<string, string> {
    return this.#traits;
  }

  /** Stem first, head last; together they own every variable once. */
  abstract segments(): readonly Segment[];

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor2D {
    return runSegments(this.segments(), input, context) as tf.Tensor2D;
  }
}

/** Runs consecutive segments. Intermediate tensors belong to the caller's tidy or tape. */
export function runSegments(segments: readonly Segment[], input: tf.Tensor, context: ForwardContext): tf.Tensor {
  return segments.reduce((output, segment) => segment.forward(output, context), input);
}

/** An image's embedding: what the head is given of it, as a vector [N, C]; of maps [N, H, W, C] the
 * mean over their positions, as torchvision's ResNets hand them to `fc`. */
export function pooledFeatures(features: tf.Tensor): tf.Tensor2D {
  return features.rank === 4 ? tf.mean<tf.Tensor2D>(features, [1, 2]) : tf.reshape(features, [features.shape[0]!, -1]);
}

/** A segment's variables by name, in the order of its fields. */
export function segmentVariables(network: Network, segment: Segment): Map<string, tf.Variable> {
  const all = [...namedVariables(network)];
  return new Map(segment.fields.flatMap((field) => all.filter(([name]) => name === field || name.startsWith(`${field}.`))));
}

/** All parameters in the order in which the forward pass meets them, which is PyTorch's
 * registration order when attention is inserted in place (`block1, cbam1, block2, …`). */
export function parametersInForwardOrder(network: Network): Map<string, tf.Variable> {
  const ordered = network.segments().flatMap((segment) => [...segmentVariables(network, segment)]);
  return new Map(ordered.filter(([, variable]) => variable.trainable));
}
