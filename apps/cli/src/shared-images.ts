import { type EvaluationDataset, type EvaluationOptions, type ImageDataset, type SharedImage, sharedImages, sharedWithTraining } from '@attune/data';

import type { CommandContext } from './command.ts';
import { plural } from './terminal/format.ts';

/** Tells in one line that images are trained on and validated with at once. */
export async function warnOfSharedImages(
  { train, validation }: Pick<ImageDataset, 'train' | 'validation'>,
  { terminal, signal }: CommandContext,
): Promise<void> {
  const line = describeShared(
    await sharedImages(train, validation, { signal }),
    validation.size,
    'To leave them out: attune finetune DATA --drop-duplicates. To see them all: attune data DATA.',
  );
  if (line !== null) terminal.note(line);
}

/** Tells in one line that images which are evaluated lie in the training part of the data too. */
export async function warnOfTrainedImages(
  path: string,
  dataset: EvaluationDataset,
  options: EvaluationOptions,
  { terminal, signal }: CommandContext,
): Promise<void> {
  const shared = await sharedWithTraining(path, dataset, { ...options, signal });
  const line = describeShared(shared, dataset.images.size, 'See them all: attune data DATA.');
  if (line !== null) terminal.note(line);
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
