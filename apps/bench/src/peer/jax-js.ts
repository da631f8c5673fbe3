import { defaultDevice, grad, init, jit, lax, numpy } from '@jax-js/jax';

import { wave } from '../workload/inputs.ts';
import { type Work, isNetworkWork } from '../workload/work.ts';
import { CannotDoError, type ReadyPeer } from './peer.ts';

/** jax-js on its wasm backend. Its convolutions are plain loops, so one image stands
 * for the batch. */
export async function prepareJaxJs(work: Work): Promise<ReadyPeer> {
  if (isNetworkWork(work))
    throw new CannotDoError('it has no such network, and its convolutions take seconds for one layer: see `attune-bench kernels --against jax-js`');
  await init('wasm');
  defaultDevice('wasm');
  const { batch, imageSize, inChannels, outChannels, kernelSize, stride, pass } = work;
  const input = numpy.array(wave(imageSize ** 2 * inChannels)).reshape([1, inChannels, imageSize, imageSize]);
  const filter = numpy.array(wave(kernelSize ** 2 * inChannels * outChannels)).reshape([outChannels, inChannels, kernelSize, kernelSize]);
  const convolve = (x: numpy.Array, w: numpy.Array): numpy.Array => lax.convGeneralDilated(x, w, [stride, stride], 'SAME');
  const total = (x: numpy.Array, w: numpy.Array): numpy.Array => numpy.sum(convolve(x, w));
  const run = pass === 'forward' ? jit(convolve) : jit(grad(total, { argnums: gradientsOf[pass] }));
  return { repeat: async () => finish(run(input.ref, filter.ref)), reduced: { note: 'batch 1, scaled', share: 1 / batch } };
}

/** Positions of the arguments that a pass differentiates by. */
const gradientsOf = { 'input-gradient': [0], 'filter-gradient': [1], training: [0, 1] };

async function finish(results: numpy.Array | readonly numpy.Array[]): Promise<void> {
  for (const result of [results].flat() as numpy.Array[]) {
    await result.blockUntilReady();
    result.dispose();
  }
}
