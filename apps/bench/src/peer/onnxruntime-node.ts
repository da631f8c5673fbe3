import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { wave } from '../workload/inputs.ts';
import { type Work, isNetworkWork } from '../workload/work.ts';
import { exportedModel } from './exported-model.ts';
import { CannotDoError, type ReadyPeer } from './peer.ts';

const version = '1.30.0';
const folder = join(tmpdir(), `attune-bench-onnxruntime-node-${version}`);

/** What is used of `onnxruntime-node`, which is not among the bench's packages. */
interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', values: Float32Array, shape: readonly number[]) => object;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{ run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: ArrayLike<number> }>>> }>;
  };
}

/** ONNX Runtime's own CPU kernels on the network that PyTorch exports: forward only. The package
 * (290 MB) is fetched into the temporary folder when it is first asked for. */
export async function prepareNativeOnnxRuntime(work: Work): Promise<ReadyPeer> {
  if (isNetworkWork(work) ? work.kind === 'step' : work.pass !== 'forward') throw new CannotDoError('onnxruntime-node cannot train');
  const { InferenceSession, Tensor } = await openOnnxRuntime();
  const options = { executionProviders: ['cpu'], intraOpNumThreads: work.threads, interOpNumThreads: 1, graphOptimizationLevel: 'all' };
  const session = await InferenceSession.create(await exportedModel(work), options);
  const channels = isNetworkWork(work) ? 3 : work.inChannels;
  const shape = [work.batch, channels, work.imageSize, work.imageSize];
  const input = new Tensor('float32', wave(shape.reduce((product, side) => product * side, 1)), shape);
  return {
    repeat: async () => {
      const { output } = await session.run({ input });
      if (output!.data.length === 0) throw new CannotDoError('onnxruntime-node gave nothing back');
    },
  };
}

async function openOnnxRuntime(): Promise<OnnxRuntime> {
  if (!existsSync(folder)) await install();
  try {
    return createRequire(join(folder, 'package.json'))('onnxruntime-node') as OnnxRuntime;
  } catch (error) {
    throw new CannotDoError(`onnxruntime-node does not load from ${folder}: ${(error as Error).message.split('\n', 1)[0]}`);
  }
}

/** Without the script that would fetch CUDA; whole or not at all, whoever installs it meanwhile. */
async function install(): Promise<void> {
  const aside = await mkdtemp(`${folder}-`);
  const words = ['install', '--prefix', aside, '--no-audit', '--no-fund', '--ignore-scripts', `onnxruntime-node@${version}`];
  try {
    await promisify(execFile)('npm', words, { timeout: 300_000 });
    await rename(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw new CannotDoError(`onnxruntime-node cannot be installed: ${(error as Error).message.split('\n', 1)[0]}`);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
