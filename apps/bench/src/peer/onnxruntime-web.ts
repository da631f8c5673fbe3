import { InferenceSession, Tensor, env } from 'onnxruntime-web';

import { wave } from '../workload/inputs.ts';
import { type Work, isNetworkWork } from '../workload/work.ts';
import { exportedModel } from './exported-model.ts';
import { CannotDoError, type ReadyPeer } from './peer.ts';

/** ONNX Runtime's wasm build on the network that PyTorch exports: forward only, it has
 * no training build. */
export async function prepareOnnxRuntime(work: Work): Promise<ReadyPeer> {
  if (isNetworkWork(work) ? work.kind === 'step' : work.pass !== 'forward') throw new CannotDoError('onnxruntime-web cannot train');
  env.wasm.numThreads = work.threads;
  env.logLevel = 'error';
  const session = await InferenceSession.create(await exportedModel(work));
  const channels = isNetworkWork(work) ? 3 : work.inChannels;
  const shape = [work.batch, channels, work.imageSize, work.imageSize];
  const input = new Tensor('float32', wave(shape.reduce((product, side) => product * side, 1)), shape);
  return {
    repeat: async () => {
      const { output } = await session.run({ input });
      await output!.getData(true);
    },
  };
}
