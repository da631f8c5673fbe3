import {
  type DatasetRecord,
  type EvaluationDataset,
  type EvaluationOptions,
  type ImageDataset,
  type SharedImage,
  seenInTraining,
  sharedImages,
  sharedWithTraining,
} from '@attune/data';

import type { CommandContext } from './command.ts';
import { plural } from './terminal/format.ts';

/** Tells in one line, which `--quiet` does not hide, that images are trained on and validated with
 * at once. Gives them. */
export async function warnOfSharedImages(
  { train, validation }: Pick<ImageDataset, 'train' | 'validation'>,
  { terminal, signal }: CommandContext,
): Promise<readonly SharedImage[]> {
  const shared = await sharedImages(train, validation, { signal });
  const line = describeShared(shared, validation.size, 'To leave them out: attune finetune DATA --drop-duplicates. To see them all: attune data DATA.');
  if (line !== null) terminal.warn(line);
  return shared;
}

/** What an evaluation is of. */
export interface Judged {
  /** As the command line names it. */
  readonly model: string;
  /** What a run was trained on; null where nobody knows. */
  readonly trainedOn: DatasetRecord | null;
  readonly data: string;
  readonly dataset: EvaluationDataset;
}

/** What an evaluation has seen before: fields of its JSON, there where there are any. */
export interface SeenImages {
  /** Images that lie in the training part of the data too. */
  readonly sharedWithTraining?: readonly SharedImage[];
  /** Names of images that the run was trained on, wherever they lie. */
  readonly seenInTraining?: readonly string[];
}

/** Tells in a line each, which `--quiet` does not hide, that images which are evaluated lie in the
 * training part of the data too, and that the run was trained on them. Gives them. */
export async function warnOfTrainedImages(
  { model, trainedOn, data, dataset }: Judged,
  options: EvaluationOptions,
  { terminal, signal }: CommandContext,
): Promise<SeenImages> {
  const shared = options.part === 'train' ? [] : await sharedWithTraining(data, dataset, { ...options, signal });
  const seen = trainedOn === null ? [] : seenInTraining(trainedOn, dataset.images);
  const told = new Set(shared.map(({ name }) => name));
  const lines = [
    describeShared(shared, dataset.images.size, 'See them all: attune data DATA.'),
    describeSeen(
      seen.filter((name) => !told.has(name)),
      { model, held: dataset.images.size },
    ),
  ];
  for (const line of lines) if (line !== null) terminal.warn(line);
  return { ...sharedField(shared), ...(seen.length > 0 && { seenInTraining: seen }) };
}

/** The field of a command's JSON for images that are trained on and validated with. */
export function sharedField(shared: readonly SharedImage[]): Pick<SeenImages, 'sharedWithTraining'> {
  return shared.length > 0 ? { sharedWithTraining: shared } : {};
}

function describeSeen(seen: readonly string[], { model, held }: { readonly model: string; readonly held: number }): string | null {
  const [first] = seen;
  if (first === undefined) return null;
  if (seen.length === held)
    return `${model} was trained on ${held === 1 ? 'this image' : `all ${held} images`}: the accuracy says how well it learned them, not how well it judges new ones.`;
  const which = `${first}${seen.length > 1 ? ', …' : ''}`;
  return `${model} was trained on ${seen.length} of the ${plural(held, 'image')} (${which}), so the accuracy is too good.`;
}

/** The classes of weights that name none, where numbers as text are in another order
 * than as numbers. */
export function describeTextOrder(classes: readonly string[]): string | null {
  if (!classes.every((name) => /^\d+$/u.test(name))) return null;
  const wrong = classes.findIndex((name, place) => Number(name) !== Number(classes.toSorted((a, b) => Number(a) - Number(b))[place]));
  if (wrong < 0) return null;
  return `The weights name no classes, so the folders stand for them in the order of their names as text (${classes.join(', ')}): class ${wrong} is judged as "${classes[wrong]}". Where the weights count, name the folders with leading zeros (02).`;
}

function describeShared(shared: readonly SharedImage[], held: number, wayOut: string): string | null {
  const [first] = shared;
  if (first === undefined) return null;
  const share = `${shared.length} of ${plural(held, 'image')} to validate with ${shared.length === 1 ? 'is' : 'are'} trained on too`;
  return `${share} (${first.name} is ${first.trainedAs}${shared.length > 1 ? ', …' : ''}), so the accuracy there is too good. ${wayOut}`;
}
