import * as tf from '@tensorflow/tfjs-core';

import { algorithmOf } from '../convolution/algorithm.ts';
import { gatherConvolution, gatherFilterGradient, gatherInputGradient, isGatherable } from '../convolution/gather.ts';
import { narrowConvolution, narrowFilterGradient, narrowInputGradient } from '../convolution/narrow.ts';
import { backwardPlan, forwardPlan, winogradConvolution, winogradFilterGradient } from '../convolution/winograd.ts';
import type { Engine } from '../engine/engine.ts';
import type { TfjsKernel } from './kernel.ts';

type Shape4D = [number, number, number, number];

function convolutionInfo(x: tf.TensorInfo, filter: tf.TensorInfo, attrs: unknown): tf.backend_util.Conv2DInfo | undefined {
  const { strides, pad, dilations, dataFormat, dimRoundingMode } = attrs as tf.Conv2DAttrs;
  if (dataFormat !== 'NHWC' || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4D, filter.shape as Shape4D, strides, dilations, pad, dimRoundingMode);
  return isGatherable(info) && info.outShape.every((size) => size > 0) ? info : undefined;
}

/** x [N, H, W, C] ∗ filter [R, S, C, K] → [N, H', W', K] */
export const conv2D: TfjsKernel = ({ inputs, attrs }, engine) => {
  const info = convolutionInfo(inputs.x!, inputs.filter!, attrs);
  return info && forward(engine, info, { x: inputs.x!, filter: inputs.filter! });
};

/** The same with a bias [K] and ReLU, or neither. */
export const fusedConv2D: TfjsKernel = ({ inputs, attrs }, engine) => {
  const { activation } = attrs as unknown as tf.FusedConv2DAttrs;
  const { x, filter, bias, preluActivationWeights } = inputs;
  const isPlainBias = bias === undefined || tf.util.sizeFromShape(bias.shape) === filter!.shape[3];
  if (!['linear', 'relu'].includes(activation) || preluActivationWeights !== undefined || !isPlainBias) return undefined;
  const info = convolutionInfo(x!, filter!, attrs);
  return info && forward(engine, info, { x: x!, filter: filter!, ...(bias && { bias }), relu: activation === 'relu' });
};

interface ForwardOperands {
  readonly x: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
  readonly bias?: tf.TensorInfo;
  readonly relu?: boolean;
}

function forward(engine: Engine, info: tf.backend_util.Conv2DInfo, { x, filter, bias, relu = false }: ForwardOperands): tf.TensorInfo {
  const output = engine.output(info.outShape);
  const addresses = { input: engine.address(x), output: engine.address(output) };
  const operands = { ...addresses, filter, bias: bias === undefined ? engine.zeros : engine.address(bias), relu };
  const algorithm = algorithmOf(info, engine.tile);
  if (algorithm === 'winograd') winogradConvolution(engine, forwardPlan(info), { ...operands, transposed: false });
  else if (algorithm === 'narrow') narrowConvolution(engine, info, operands);
  else gatherConvolution(engine, info, operands);
  return output;
}

/** dy [N, H', W', K], filter [R, S, C, K] → dx [N, H, W, C] */
export const conv2DBackpropInput: TfjsKernel = ({ inputs, attrs }, engine) => {
  const { dy, filter } = inputs;
  const { inputShape, ...rest } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const info = convolutionInfo({ ...dy!, shape: inputShape }, filter!, { dilations: 1, ...rest });
  if (info === undefined) return undefined;
  const dx = engine.output(inputShape);
  const addresses = { dy: engine.address(dy!), filter: filter!, dx: engine.address(dx) };
  const algorithm = algorithmOf(info, engine.tile);
  if (algorithm === 'gather') gatherInputGradient(engine, info, addresses);
  else if (algorithm === 'narrow') narrowInputGradient(engine, info, addresses);
  else {
    const operands = { input: addresses.dy, filter: addresses.filter, output: addresses.dx, bias: engine.zeros, relu: false, transposed: true };
    winogradConvolution(engine, backwardPlan(info), operands);
  }
  return dx;
};

/** x [N, H, W, C], dy [N, H', W', K] → [R, S, C, K] */
export const conv2DBackpropFilter: TfjsKernel = ({ inputs, attrs }, engine) => {
  const { x, dy } = inputs;
  const { filterShape, ...rest } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const info = convolutionInfo(x!, { ...x!, shape: filterShape }, { dilations: 1, ...rest });
  if (info === undefined) return undefined;
  const output = engine.output(filterShape);
  const addresses = { input: engine.address(x!), dy: engine.address(dy!), gradient: engine.address(output) };
  const algorithm = algorithmOf(info, engine.tile);
  if (algorithm === 'winograd') winogradFilterGradient(engine, forwardPlan(info), addresses);
  else if (algorithm === 'narrow') narrowFilterGradient(engine, info, addresses);
  else gatherFilterGradient(engine, info, addresses);
  return output;
};
