import { startBackend } from '@attune/backend';
import type { ImageDataset, SharedImage } from '@attune/data';
import { type PreparedRun, pickChoices, prepareRun, runChoices } from '@attune/run';

import type { CommandContext } from '../../command.ts';
import { flagOf } from '../../flag-of.ts';
import { openWeights } from '../../model/weights.ts';
import { userPath } from '../../paths.ts';
import { recipeSource } from '../../recipe-source.ts';
import { warnOfSharedImages } from '../../shared-images.ts';
import { ProgressView } from '../../terminal/progress.ts';
import { plural } from '../../terminal/format.ts';
import { describeClassWeights } from './class-weight-table.ts';
import { describeRates } from './describe-rates.ts';
import { describeStart } from './describe-start.ts';
import { openData, sampleName, sampleSize } from './open-data.ts';
import type { StartOptions } from './options.ts';

/** Where a run begins: images, a network with its first weights, a recipe that fits it. */
export interface Start extends PreparedRun<ImageDataset> {
  readonly backend: string;
  readonly threads: number;
  /** Images that are trained on and validated with. */
  readonly shared: readonly SharedImage[];
  readonly kernels: string | null;
}

/** Where the command line says that they are. */
export function correctionsOf({ corrections }: Pick<StartOptions, 'corrections'>): string | undefined {
  return corrections === undefined ? undefined : userPath(corrections);
}

export interface StartContext extends CommandContext {
  /** As `prepareRun` has it. */
  readonly measures?: boolean;
}

/** Opens all that training needs, and tells what it is.
 *
 * @throws {UsageError} when the parts do not fit. */
export async function openStart(data: string, options: StartOptions, context: StartContext): Promise<Start> {
  const [checkpoint, recipe] = [await openWeights(options.weights, options), await recipeSource(options.recipe)];
  const { backend, threads, kernels } = await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const looking = new ProgressView(context.terminal);
  const prepared = await prepareRun(
    { ...pickChoices(options, runChoices), architecture: options.arch, recipe },
    {
      checkpoint,
      usualSize: data === sampleName ? sampleSize : undefined,
      spell: flagOf,
      measures: context.measures,
      signal: context.signal,
      onMeasure: (done, total) => looking.update('rates of the body', { done, total }),
      openImages: (preprocessing) => openData(data, { ...options, corrections: correctionsOf(options), splitBy: options.splitBy ?? 'name', preprocessing }),
    },
  ).finally(() => looking.stop());
  const shared = await warnOfSharedImages(prepared.dataset, context);
  describeStart(context.terminal, {
    ...prepared,
    backend: `${backend}, ${plural(threads, 'thread')}`,
    weights: options.weights,
    notes: checkpoint?.notes ?? [],
  });
  describeClassWeights(context.terminal, prepared.dataset, prepared.recipe);
  describeRates(context.terminal, prepared.recipe);
  return { ...prepared, backend, threads, kernels, shared };
}
