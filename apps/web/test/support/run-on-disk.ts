import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type Network, disposeModule, stateDict } from '@attune/nn';
import { Run, type RunConfig, memoryFiles } from '@attune/run';
import { headOnly } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { zipSync } from 'fflate';

export interface RunFacts extends Pick<RunConfig, 'classes' | 'task'> {
  /** What the network says of every photo; of a run without, its weights are those of chance. */
  readonly outputs?: readonly number[];
  /** Of its images; 3 when left out. */
  readonly channels?: 1 | 3;
  /** Of its only epoch: the accuracy, or what decides in its task. */
  readonly score: number;
}

/** The files of a run as the command keeps them, with a ResNet-20 that has learned nothing. */
export async function runOnDisk({ classes, task, outputs, score, channels = 3 }: RunFacts): Promise<Record<string, Uint8Array>> {
  const model = {
    architecture: 'resnet20',
    classes: classes.length,
    attention: 'identity',
    reduction: 16,
    placement: 'after-block',
    channels,
    seed: 1,
  } as const;
  const [mean, std] = [0.5, 0.25].map((value) => Array<number>(channels).fill(value)) as [number[], number[]];
  const preprocessing = { imageSize: 32, resizeSize: 32, interpolation: 'bilinear', mean, std } as const;
  const training = { data: 'photos', weights: 'none', batchSize: 16, seed: 1, backend: 'wasm', threads: 2, skipBroken: false };
  const files = memoryFiles();
  const run = await Run.create(
    { files, path: 'run' },
    { format: 1, model, classes, ...(task === undefined ? {} : { task }), preprocessing, training },
    headOnly(),
  );
  const network = buildModel(model);
  if (outputs !== undefined) sayAlways(network, outputs);
  await run.saveBest(network);
  disposeModule(network);
  const scored = task === undefined ? { validationAccuracy: score } : { validationMetric: score };
  await run.finish([{ name: 'head', epochs: [{ epoch: 0, trainLoss: 1, validationLoss: 1, ...scored, learningRates: {}, seconds: 1, waitingSeconds: 0 }] }]);
  const paths = await files.list('');
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, (await files.read(path))!] as const)));
}

/** As a folder. */
export async function writeRun(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** As an archive that somebody made of the folder. */
export function zippedRun(files: Readonly<Record<string, Uint8Array>>): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`my-run/${path}`, bytes]))));
}

/** By its head, whose weight and bias come last. */
function sayAlways(network: Network, outputs: readonly number[]): void {
  const [weight, bias] = [...stateDict(network).values()].slice(-2) as [tf.Variable, tf.Variable];
  tf.tidy(() => {
    weight.assign(tf.zeros(weight.shape as [number, number]));
    bias.assign(tf.tensor1d([...outputs]));
  });
}
