import { refuseUnknownOptions } from '@attune/errors';

import type { DivisionOptions } from './batches/division.ts';
import { requireOptions } from './errors.ts';
import type { LabelOptions } from './labels/read-task-label.ts';
import type { Preprocessing } from './pixels/preprocessing.ts';
import type { ViewLoaderOptions } from './pixels/view-loader-options.ts';
import type { ScanOptions } from './tree/class-folders.ts';
import type { EvaluationOptions, ImageFolderOptions } from './tree/image-tree.ts';

const preprocessing = { imageSize: true, resizeSize: true, interpolation: true, mean: true, std: true } satisfies Record<keyof Preprocessing, true>;
const images = { maxPixels: true, gif: true, deep: true, signal: true, onProgress: true } as const;
const scan = { ...images, channels: true } as const satisfies Record<keyof ScanOptions, true>;
const division = { validationFraction: true, splitSeed: true, splitBy: true, keep: true, fold: true } satisfies Record<keyof DivisionOptions, true>;
const labels = { task: true, targets: true } satisfies Record<keyof LabelOptions, true>;
const training = {
  ...preprocessing,
  ...labels,
  ...division,
  augmentation: true,
  groupOf: true,
  skipBroken: true,
  dropDuplicates: true,
  keptBytes: true,
  ...images,
} satisfies Record<keyof ImageFolderOptions, true>;
const evaluation = { ...preprocessing, ...labels, classes: true, part: true, skipBroken: true, ...images } satisfies Record<keyof EvaluationOptions, true>;
/** Whose options stand in a module of Node. */
const loader = { loaderThreads: true } as const;

/** What a dataset of any kind may be opened with, for each use. A kind that has no use for one of
 * them passes over it, as `openDataset` hands the same options to all. */
const known = { training: { ...training, ...loader }, evaluation: { ...evaluation, ...loader }, scan } as const;

const viewLoaderOptions = { preprocessing: true, views: true, maxPixels: true, loaderThreads: true } satisfies Record<keyof ViewLoaderOptions, true>;

/** @throws {UnknownOptionError} naming what a `viewLoader` has not.
 * @throws {DataOptionError} when nothing says how images are shown. */
export function requireViewLoaderOptions(options: ViewLoaderOptions): ViewLoaderOptions {
  refuseUnknownOptions('viewLoader', options, viewLoaderOptions);
  const { preprocessing: shown } = options as Partial<ViewLoaderOptions>;
  requireOptions([{ option: 'preprocessing', value: shown ?? null, rule: 'that of the network: preprocessingFor({ imageSize })', holds: shown !== undefined }]);
  return options;
}

/** @throws {UnknownOptionError} naming the options that no dataset has. */
export function knownOptions<Options extends object>(subject: string, options: Options, use: keyof typeof known): Options {
  refuseUnknownOptions(subject, options, known[use]);
  return options;
}
