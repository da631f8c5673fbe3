import { type AnyModule, BatchNorm2d, type ForwardContext, type Network, type Segment, namedModules, namedVariables, runSegments } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { LayerError } from './layer-error.ts';

/** A network cut at a layer: `before` gives what the rest needs, once; `after` runs the rest, with
 * the layer's output put through `change`. */
export interface CutNetwork {
  readonly layer: string;
  before(images: tf.Tensor4D): tf.Tensor;
  after(features: tf.Tensor, change: (output: tf.Tensor4D) => tf.Tensor4D): tf.Tensor2D;
}

/** Names that a map can be made of: segments (`layer4`: all of its blocks, and the attention behind
 * them) and modules (`layer4.1.conv2`), in forward order. */
export function layerNames(network: Network): string[] {
  const segments = network.segments().slice(0, -1);
  const owned = segments.flatMap((segment) => modulesOf(network, segment).map(([path]) => path));
  return [...segments.map(({ name }) => name), ...owned];
}

/** The last segment before the head: what Grad-CAM looks at when no layer is named. */
export function lastFeatures(network: Network): string {
  return network.segments().at(-2)!.name;
}

/** Cuts a network at a segment's end or at a module's output.
 *
 * @throws {LayerError} when there is no such layer. */
export function cutAt(network: Network, layer: string): CutNetwork {
  const segments = network.segments();
  const body = segments.slice(0, -1);
  const ended = body.findIndex(({ name }) => name === layer);
  if (ended !== -1) return cutBehind(segments, ended, layer, still(network));
  const index = body.findIndex((segment) => modulesOf(network, segment).some(([path]) => path === layer));
  if (index === -1) throw new LayerError({ layer, layers: layerNames(network) });
  const [, module] = modulesOf(network, body[index]!).find(([path]) => path === layer)!;
  const context = still(network);
  return {
    layer,
    before: (images) => runSegments(segments.slice(0, index), images, context),
    after: (features, change) => intercept(module, change, () => runSegments(segments.slice(index), features, context)) as tf.Tensor2D,
  };
}

function cutBehind(segments: readonly Segment[], index: number, layer: string, context: ForwardContext): CutNetwork {
  return {
    layer,
    before: (images) => runSegments(segments.slice(0, index + 1), images, context),
    after: (features, change) => runSegments(segments.slice(index + 1), change(features as tf.Tensor4D), context) as tf.Tensor2D,
  };
}

/** Evaluation in which nothing takes a gradient but what the caller watches. */
function still(network: Network): ForwardContext {
  return { training: false, frozen: new Set([...namedVariables(network)].map(([, variable]) => variable)) };
}

function modulesOf(network: Network, { fields }: Segment): [path: string, module: AnyModule][] {
  return [...namedModules(network)].filter(([path]) => fields.some((field) => path === field || path.startsWith(`${field}.`)));
}

/** Puts a module's output through `change` while `work` runs. A batch norm that would end its block
 * in one pass takes the steps apart, so that its own output can be seen. */
function intercept<T>(module: AnyModule, change: (output: tf.Tensor4D) => tf.Tensor4D, work: () => T): T {
  const forward = module.forward.bind(module) as unknown as (input: tf.Tensor4D, context: ForwardContext) => tf.Tensor4D;
  const changed = (input: tf.Tensor4D, context: ForwardContext) => change(forward(input, context));
  const inSteps = (input: tf.Tensor4D, context: ForwardContext, residual?: tf.Tensor4D) => {
    const output = changed(input, context);
    return tf.relu(residual === undefined ? output : tf.add<tf.Tensor4D>(output, residual));
  };
  const steps = module instanceof BatchNorm2d ? { forward: changed, activate: inSteps } : { forward: changed };
  Object.assign(module, steps);
  try {
    return work();
  } finally {
    for (const step of Object.keys(steps)) Reflect.deleteProperty(module, step);
  }
}
