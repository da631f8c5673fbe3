import { type AnyModule, BatchNorm2d, type Network, evaluation, namedModules, watchModules } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** The outputs of those layers that `wanted` names, in the order in which a pass
 * computes them, in torch's layout: [N, C, H, W]. A layer is a module, a segment
 * (`layer1`), or `logits`, the whole network.
 *
 * The layers of a channel gate, which PyTorch runs twice, run here once on both inputs, one behind
 * the other in the batch; a reference has their outputs so too.
 * Batch norms are none: they are computed in one pass with the ReLU behind them. The
 * caller disposes the tensors.
 *
 * @param input Images [N, H, W, C]. */
export function layerOutputs(network: Network, input: tf.Tensor4D, wanted: ReadonlySet<string>): Map<string, tf.Tensor> {
  const outputs = new Map<string, tf.Tensor>();
  const keep = (name: string, output: tf.Tensor) => {
    if (wanted.has(name) && !outputs.has(name)) outputs.set(name, tf.keep(inTorchLayout(output)));
  };
  const modules = new Map<AnyModule, string>(
    [...namedModules(network)].filter(([path, module]) => path !== '' && !(module instanceof BatchNorm2d)).map(([path, module]) => [module, path]),
  );
  const leave = (module: AnyModule, output: tf.Tensor) => keep(modules.get(module)!, output);
  tf.tidy(() => watchModules([...modules.keys()], { enter() {}, leave }, () => runTold(network, input, keep)));
  return outputs;
}

function runTold(network: Network, input: tf.Tensor, tell: (name: string, output: tf.Tensor) => void): void {
  let features = input;
  for (const { name, forward } of network.segments()) {
    features = forward(features, evaluation);
    tell(name, features);
  }
  tell('logits', features);
}

function inTorchLayout(output: tf.Tensor): tf.Tensor {
  return output.shape.length === 4 ? tf.transpose(output, [0, 3, 1, 2]) : tf.clone(output);
}
