import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs-core';

/** The kernels that Attune's layers and optimizers use where a backend has them, beside tfjs's own:
 * what several operations compute, in one pass over memory. A backend that has none of them trains
 * all the same, by those operations.
 *
 * A backend that brings a kernel brings its gradients too: layers ask for the first name of a group
 * and then use all of it. Everything is float32 but `places`, which is int32. */
export interface KernelTable {
  /** y = ReLU?((x − mean) · inverse · gamma + beta + residual?) with the batch's own statistics.
   *
   * x, residual, y [N, H, W, C]; gamma, beta, mean, biased variance, inverse [C], where
   * inverse = 1 / √(variance + epsilon). */
  AttuneBatchNorm: {
    inputs: { x: Tensor; gamma: Tensor; beta: Tensor; residual?: Tensor | undefined };
    attrs: { epsilon: number; relu: boolean };
    outputs: [y: Tensor4D, mean: Tensor1D, variance: Tensor1D, inverse: Tensor1D];
  };

  /** The same with given statistics → y [N, H, W, C]. */
  AttuneBatchNormStored: {
    inputs: { x: Tensor; gamma: Tensor; beta: Tensor; mean: Tensor; inverse: Tensor; residual?: Tensor | undefined };
    attrs: { relu: boolean };
    outputs: Tensor4D;
  };

  /** Gradients of both → [dx, dGamma and dBeta if `affine`, dResidual if `withResidual`].
   *
   * dy [N, H, W, C]; y only where a ReLU followed; x and mean where `training` or `affine`.
   * `training`: the statistics were the batch's own, so the gradient goes through them. */
  AttuneBatchNormGrad: {
    inputs: { dy: Tensor; x?: Tensor | undefined; y?: Tensor | undefined; gamma: Tensor; mean?: Tensor | undefined; inverse: Tensor };
    attrs: { training: boolean; affine: boolean; withResidual: boolean };
    outputs: Tensor[];
  };

  /** Moves running statistics towards a batch's, in place; all [C]:
   *
   * runningMean ← (1 − momentum) · runningMean + momentum · mean, and the same of the variance, the
   * batch's multiplied by `correction` first. */
  AttuneRunningStatistics: {
    inputs: { mean: Tensor; variance: Tensor; runningMean: Variable; runningVariance: Variable };
    attrs: { momentum: number; correction: number };
    outputs: [];
  };

  /** Gradient of ReLU: dy where y > 0, else 0. All of one shape; y is the input or the output. */
  AttuneReluGrad: { inputs: { dy: Tensor; y: Tensor }; attrs: None; outputs: Tensor };

  /** Means over all positions, then maxima: x [N, H, W, C] → pools [2N, 1, 1, C], and the places
   * [N, C] of the maxima, the first of equals. */
  AttunePositionPools: { inputs: { x: Tensor }; attrs: None; outputs: [pools: Tensor4D, places: Tensor2D] };

  /** dy [2N, 1, 1, C], places [N, C] → dx of this `shape`. */
  AttunePositionPoolsGrad: { inputs: { dy: Tensor; places: Tensor }; attrs: { shape: number[] }; outputs: Tensor4D };

  /** Mean and maximum over the channels: x [N, H, W, C] → maps [N, H, W, 2], the mean at `meanAt`,
   * and the places [N, H, W] of the maxima, the first of equals. */
  AttuneChannelPools: { inputs: { x: Tensor }; attrs: { meanAt: 0 | 1 }; outputs: [maps: Tensor4D, places: Tensor3D] };

  /** dy [N, H, W, 2], places [N, H, W] → dx of this `shape`. */
  AttuneChannelPoolsGrad: { inputs: { dy: Tensor; places: Tensor }; attrs: { meanAt: 0 | 1; shape: number[] }; outputs: Tensor4D };

  /** Gradients of x · gate: dy, x [N, H, W, C], gate [N, 1, 1, C] or [N, H, W, 1]. */
  AttuneGateGrad: { inputs: { dy: Tensor; x: Tensor; gate: Tensor }; attrs: None; outputs: [dx: Tensor4D, dGate: Tensor4D] };

  /** A whole gate over channels: y = x · gate, where gate = gain · sigmoid(m(means) + m(maxima)) of
   * the pools of `AttunePositionPools` and m(p) = relu(p · squeeze + squeezeBias) · excite +
   * exciteBias.
   *
   * x, y [N, H, W, C]; squeeze [C, U] and excite [U, C] whatever their rank; biases [U], [C] or
   * neither; gate [N, 1, 1, C]; hidden [2N, U], what m has behind its ReLU. */
  AttuneChannelGate: {
    inputs: { x: Tensor; squeeze: Tensor; excite: Tensor; squeezeBias?: Tensor | undefined; exciteBias?: Tensor | undefined };
    attrs: { gain: number };
    outputs: [y: Tensor4D, gate: Tensor4D, pools: Tensor4D, places: Tensor2D, hidden: Tensor2D];
  };

  /** Its gradients → [dx, dSqueeze, dExcite, then dSqueezeBias and dExciteBias if `biased`]. */
  AttuneChannelGateGrad: {
    inputs: { dy: Tensor; x: Tensor; gate: Tensor; pools: Tensor; places: Tensor; hidden: Tensor; squeeze: Tensor; excite: Tensor };
    attrs: { gain: number; biased: boolean };
    outputs: Tensor[];
  };

  /** A whole gate over positions: y = x · gate, where gate = gain · sigmoid(maps ∗ filter) of the
   * maps of `AttuneChannelPools`, zeros around them.
   *
   * x, y [N, H, W, C]; filter [k, k, 2, 1], k odd; gate [N, H, W, 1]. */
  AttunePositionGate: {
    inputs: { x: Tensor; filter: Tensor };
    attrs: { gain: number; meanAt: 0 | 1 };
    outputs: [y: Tensor4D, gate: Tensor4D, maps: Tensor4D, places: Tensor3D];
  };

  /** Its gradients. */
  AttunePositionGateGrad: {
    inputs: { dy: Tensor; x: Tensor; gate: Tensor; maps: Tensor; places: Tensor; filter: Tensor };
    attrs: { gain: number; meanAt: 0 | 1 };
    outputs: [dx: Tensor4D, dFilter: Tensor4D];
  };

  /** x of any shape → the sum of its squares, with no tensor of squares in between. */
  AttuneSumOfSquares: { inputs: { x: Tensor }; attrs: None; outputs: Scalar };

  /** The root of the sum of squares over tensors of any shapes, whatever their names here. */
  AttuneNorm: { inputs: Readonly<Record<string, Tensor>>; attrs: None; outputs: Scalar };

  /** One step of SGD with momentum, in place; all of one shape:
   *
   * g = gradientScale · gradient + weightDecay · parameter;
   * velocity ← momentum · velocity + (1 − dampening) · g;
   * parameter ← parameter − learningRate · (nesterov ? g + momentum · velocity : velocity). */
  AttuneSgd: {
    inputs: { parameter: Variable; gradient: Tensor; velocity: Variable };
    attrs: { learningRate: number; momentum: number; dampening: number; weightDecay: number; gradientScale: number; nesterov: boolean };
    outputs: [];
  };

  /** One step of Adam, in place; all of one shape, `step` counted from 1:
   *
   * g = gradientScale · gradient + weightDecay · parameter;
   * mean ← beta1 · mean + (1 − beta1) · g; square ← beta2 · square + (1 − beta2) · g²;
   * parameter ← (1 − learningRate · decoupledWeightDecay) · parameter − learningRate ·
   * m̂ / (√v̂ + epsilon), m̂ = mean / (1 − beta1^step), v̂ = square / (1 − beta2^step). */
  AttuneAdam: {
    inputs: { parameter: Variable; gradient: Tensor; mean: Variable; square: Variable };
    attrs: {
      step: number;
      learningRate: number;
      beta1: number;
      beta2: number;
      epsilon: number;
      weightDecay: number;
      decoupledWeightDecay: number;
      gradientScale: number;
    };
    outputs: [];
  };
}

export type KernelName = keyof KernelTable;

/** Of a kernel without attributes. */
type None = Record<never, never>;
