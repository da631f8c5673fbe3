import { type LabelledImages, type SharedImage } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { parseHTML } from 'linkedom';

import { type ComparedRun, disagreements, renderComparison } from './page/comparison.ts';
import { type DrawOptions, thumbnailsOf } from './pictures.ts';

export interface CompareOptions extends DrawOptions {
  readonly classes: readonly string[];
  /** The images that all of them judged. */
  readonly validation: LabelledImages;
  readonly shared: readonly SharedImage[];
  /** The day it is written. Default: today. */
  readonly date?: Date;
}

const compareOptions = { classes: true, validation: true, shared: true, date: true, encode: true, signal: true } satisfies Record<keyof CompareOptions, true>;

const picturesEach = 12;

/** Runs beside the first on the same images, as one HTML page that asks for nothing, with the
 * images that they judge differently.
 *
 * @throws {UnknownOptionError} when an option does not exist. */
export async function compareRuns(runs: readonly ComparedRun[], options: CompareOptions): Promise<string> {
  refuseUnknownOptions('compareRuns', options, compareOptions);
  const { classes, validation, shared, encode, signal, date = new Date() } = options;
  const { labels } = validation;
  const images = runs.slice(1).flatMap((run) => {
    const { won, lost } = disagreements({ labels, runs }, run);
    return [...won.slice(0, picturesEach), ...lost.slice(0, picturesEach)];
  });
  const pictures = await thumbnailsOf(validation, new Set(images), { encode, signal });
  return renderComparison({ date: date.toISOString().slice(0, 10), classes, labels, runs, pictures, shared }, parseHTML('<html></html>').document);
}
