import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadPretrained, saveModel, writeTorch } from '@attune/checkpoint';
import type { ImageDataset } from '@attune/data';
import { type Network, disposeModule } from '@attune/nn';
import type { Run } from '@attune/run';
import { buildModel } from '@attune/zoo';

import { openRunData } from '../../commands/finetune/run-data.ts';
import { openRunFolder, requireEmpty } from '../../run/run-folder.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { writeFileSafely } from '../../run/write-file.ts';
import { openWeights } from '../weights.ts';
import { describeProject, leftOut } from './describe-project.ts';
import { projectImages } from './project-images.ts';

const programs = fileURLToPath(new URL('../../../torch-project', import.meta.url));

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
  const dataset = await openRunData(run, undefined);
  const network = buildModel(run.config.model);
  try {
    await loadStart(run, network);
    await makeFolder(path);
    await writeFileSafely(join(path, 'start.pth'), [writeTorch(await saveModel(network))]);
    await run.loadBest(network);
    await writeFileSafely(join(path, 'weights.pth'), [writeTorch(await saveModel(network))]);
    for (const name of await readdir(programs)) if (!name.startsWith('__')) await writeFileSafely(join(path, name), [await readFile(join(programs, name))]);
    await writeFileSafely(join(path, 'order.bin'), [orderOf(run, dataset)]);
    const images = await projectImages(dataset, { source: run.config.training.data, project: path });
    await writeFileSafely(join(path, 'project.json'), `${JSON.stringify(describeProject(run, network, { dataset, images }), null, 2)}\n`);
    return { trainImages: dataset.train.size, validationImages: dataset.validation.size, images: images.folder, leftOut: leftOut(run, dataset) };
  } finally {
    disposeModule(network);
  }
}

/** What a run began with: the weights that it names, and a head and attention of its seed. */
async function loadStart({ config: { training } }: Run, network: Network): Promise<void> {
  const weights = await openWeights(training.weights, { rename: training.flags?.rename });
  if (weights !== null) await loadPretrained(network, weights, { newHead: true });
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
