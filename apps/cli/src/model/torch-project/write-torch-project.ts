import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadPretrained, saveModel, withImageChannels, writeTorch } from '@attune/checkpoint';
import type { ImageDataset } from '@attune/data';
import { type Network, disposeModule } from '@attune/nn';
import type { Run } from '@attune/run';
import { buildModel } from '@attune/zoo';

import { openRunData, requireSameData } from '../../commands/finetune/run-data.ts';
import { UsageError } from '../../usage-error.ts';
import { openRunFolder, requireEmpty } from '../../run/run-folder.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { writeFileSafely } from '../../run/write-file.ts';
import { openWeights } from '../weights.ts';
import { describeProject, leftOut } from './describe-project.ts';
import { projectImages } from './project-images.ts';
import { pytorchFolder } from './pytorch-folder.ts';

/** Where the programs of a project lie: its own, and the networks that `@attune/export` has in
 * PyTorch. */
const programs = [fileURLToPath(new URL('../../../torch-project', import.meta.url)), pytorchFolder()];

/** Needed by those who write references for `doctor`, not by a project. */
const leftBehind = 'attune_reference.py';

export interface WrittenProject {
  readonly trainImages: number;
  readonly validationImages: number;
  /** Where the images lie; null where they were written to the project. */
  readonly images: string | null;
  /** What the recipe asks for and the program does not do. */
  readonly leftOut: readonly string[];
}

/** Writes a folder that `torchrun` starts: a run's network, weights, recipe and images,
 * for PyTorch.
 *
 * @throws {UsageError} when the folder is not empty, or the run's data are not what they were. */
export async function writeTorchProject(folder: string, path: string): Promise<WrittenProject> {
  await requireEmpty(path);
  const run = await openRunFolder(folder);
  requirePhotos(run, folder);
  const dataset = await openRunData(run, undefined);
  await requireSameData(run, dataset);
  const network = buildModel(run.config.model);
  try {
    await loadStart(run, network);
    await makeFolder(path);
    await writeFileSafely(join(path, 'start.pth'), [writeTorch(await saveModel(network))]);
    await run.loadBest(network);
    await writeFileSafely(join(path, 'weights.pth'), [writeTorch(await saveModel(network))]);
    for (const from of programs) await copyPrograms(from, path);
    await writeFileSafely(join(path, 'order.bin'), [orderOf(run, dataset)]);
    const images = await projectImages(dataset, { source: run.config.training.data, project: path });
    await writeFileSafely(join(path, 'project.json'), `${JSON.stringify(describeProject(run, network, { dataset, images }), null, 2)}\n`);
    return { trainImages: dataset.train.size, validationImages: dataset.validation.size, images: images.folder, leftOut: leftOut(run, dataset) };
  } finally {
    disposeModule(network);
  }
}

/** @throws {UsageError} where Pillow and torchvision's transforms do not read a run's images. */
function requirePhotos({ config: { model } }: Run, folder: string): void {
  const { channels = 3 } = model;
  if ([1, 3, 4].includes(channels)) return;
  throw new UsageError(
    `${folder} takes images of ${channels} channels, and the program of a torch project reads gray, RGB and RGBA. Take its weights alone (attune export RUN --to torch), and read the images there as your data are read.`,
  );
}

async function copyPrograms(from: string, to: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => !name.startsWith('__') && name !== leftBehind);
  for (const name of names) await writeFileSafely(join(to, name), [await readFile(join(from, name))]);
}

/** What a run began with: the weights that it names, and a head and attention of its seed. */
async function loadStart({ config: { training } }: Run, network: Network): Promise<void> {
  const weights = await openWeights(training.weights, { rename: training.flags?.rename });
  if (weights !== null) await loadPretrained(network, withImageChannels(weights, network.channels), { newHead: true });
}

/** [epochs, images], int32: the order in which a run visits its training images. */
function orderOf({ config: { training }, recipe }: Run, { train }: ImageDataset): Uint8Array {
  const epochs = recipe.stages.reduce((sum, stage) => sum + stage.epochs, 0);
  const order = new DataView(new ArrayBuffer(4 * epochs * train.size));
  let at = 0;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const batch of train.batchIndices({ batchSize: training.batchSize, shuffle: true, seed: training.seed, epoch }))
      for (const image of batch) order.setInt32(4 * at++, image, true);
  return new Uint8Array(order.buffer);
}
