import type { LoadReport } from '@attune/checkpoint';
import type { ImageDataset } from '@attune/data';
import type { ChosenImages, PreparedRun } from '@attune/run';
import { attentionTitle } from '@attune/zoo';

import { listed, plural } from '../../terminal/format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { describeAlike } from '../data/describe-findings.ts';
import { alikeClasses } from '../data/findings.ts';

export interface StartingPoint extends Pick<PreparedRun<ImageDataset>, 'dataset' | 'images' | 'model' | 'loaded' | 'recipe'> {
  readonly backend: string;
  readonly weights: string;
  /** What was renamed and left out of the file of weights, in words. */
  readonly notes: readonly string[];
}

/** Tells what a run starts from: the images and what was left out of them, the network, what its
 * weights are, where it runs. */
export function describeStart(terminal: Terminal, start: StartingPoint): void {
  const { dataset, images, backend, model, recipe, loaded, weights, notes } = start;
  const { classes, train, validation, skipped, preprocessing } = dataset;
  terminal.note(
    `Data: ${plural(train.size, 'training image')}, ${plural(validation.size, 'validation image')}, ${outputs(dataset)} (${listed(classes)}), ${preprocessing.imageSize} × ${preprocessing.imageSize} pixels`,
  );
  if (images.rest === 'card') terminal.note(`Images: ${describeImages(images)}`);
  for (const names of alikeClasses(dataset)) terminal.warn(describeAlike(names));
  for (const { path, reason } of skipped) terminal.warn(`Skipped ${path}: ${reason}`);
  const attention = model.attention === 'none' ? 'no attention' : `${attentionTitle(model.attention)} ${model.placement}`;
  const { channels = 3 } = model;
  const stem =
    channels === 3 ? '' : `, images of ${plural(channels, 'channel')}, mean ${rounded(preprocessing.mean)}, standard deviation ${rounded(preprocessing.std)}`;
  terminal.note(`Network: ${model.architecture}, ${attention}${stem}`);
  if (recipe.name.startsWith('lecture') && model.attention === 'identity')
    terminal.note("  the lecture's recipe goes with the lecture's attention (--attention lecture); the identity start is another choice than its");
  terminal.note(loaded === null ? 'Weights: none; the network starts from random values' : `Weights: ${weights}: ${describeLoad(loaded)}`);
  for (const note of notes) terminal.note(`  ${note}`);
  terminal.note(`Backend: ${backend}`);
}

function outputs({ classes, task }: ImageDataset): string {
  if (task === undefined) return `${classes.length} classes`;
  return task.kind === 'multi-label' ? `${plural(classes.length, 'class', 'classes')}, any number of them an image` : plural(classes.length, 'number');
}

/** What the card of the weights has decided, in a line. */
function describeImages({ preprocessing, size }: ChosenImages): string {
  const { imageSize, resizeSize, interpolation, mean, std } = preprocessing;
  const margin = resizeSize === imageSize ? '' : ` out of ${resizeSize}`;
  const cut = size === 'card' ? `${imageSize} × ${imageSize} pixels${margin}, ` : '';
  return `${cut}${interpolation}, mean ${rounded(mean)}, standard deviation ${rounded(std)}, as the card of the weights says (--image-size for another size)`;
}

function rounded(channels: readonly number[]): string {
  return channels.map((value) => Number(value.toPrecision(3))).join(' ');
}

function describeLoad({ loaded, reinitialised, fresh, ignored }: LoadReport): string {
  const parts = [
    `${plural(loaded.length, 'tensor')} loaded`,
    reinitialised.length > 0 && `${listed(reinitialised)} new, because the file has no classifier for these classes`,
    fresh.length > 0 && `${plural(fresh.length, 'attention tensor')} new`,
    ignored.length > 0 && `${listed(ignored)} ignored`,
  ];
  return parts.filter(Boolean).join('; ');
}
