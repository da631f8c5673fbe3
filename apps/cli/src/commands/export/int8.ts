import { startBackend } from '@attune/backend';
import type { WeightsChoice } from '@attune/checkpoint';
import type { LabelledImages } from '@attune/data';
import { AttuneError } from '@attune/errors';
import { roundToInt8 } from '@attune/export';
import { type MetricName, evaluate, evaluateTargets, taskTraits } from '@attune/staged-finetune';

import type { CommandContext } from '../../command.ts';
import { type NetworkFormat, type WrittenNetwork, writeNetwork } from '../../model/write-network.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import { type SavedModel, openSavedModel } from '../../run/saved-model.ts';
import { figureText } from '../../terminal/figures.ts';
import { percent } from '../../terminal/format.ts';
import { ProgressView } from '../../terminal/progress.ts';
import { openRunData } from '../finetune/run-data.ts';

export interface Int8Options {
  readonly format: NetworkFormat;
  readonly preprocessing: boolean;
  readonly foldBatchNorm?: boolean | undefined;
  readonly weights: WeightsChoice;
  /** Where the images are now. Default: where they were. */
  readonly data?: string | undefined;
  /** The most that may be lost of what decides: accuracy or mAP, a share; or R². */
  readonly maxDrop: number;
}

export interface WrittenInt8 extends WrittenNetwork {
  /** Validation images. */
  readonly images: number;
  /** What decides in the run's task, with its values on these before and after. */
  readonly metric: MetricName;
  readonly before: number;
  readonly after: number;
}

/** An export that would lose more of its accuracy, or of what decides in its task, than it may;
 * nothing was written. */
export class AccuracyDropError extends AttuneError {
  static override readonly code = 'ATTUNE_ACCURACY_DROP';
  readonly before: number;
  readonly after: number;
  readonly allowed: number;
  readonly metric: MetricName;

  constructor({ metric, before, after, allowed }: Pick<AccuracyDropError, 'metric' | 'before' | 'after' | 'allowed'>) {
    const shown = (value: number) => figureText(metric, value);
    const said =
      metric === 'accuracy'
        ? `${percent(after)} of the validation images are right, ${percent(before)} without`
        : `${metric} is ${shown(after)} on the validation images, ${shown(before)} without`;
    super(`Nothing was written: with int8 weights ${said}, and at most ${shown(allowed)} may be lost (--max-drop). Allow more, or export with --dtype f16.`);
    this.name = 'AccuracyDropError';
    this.metric = metric;
    this.before = before;
    this.after = after;
    this.allowed = allowed;
  }
}

/** Writes a run's network with weights of eight bits, judged on its validation images before and
 * after.
 *
 * @throws {AccuracyDropError} when it loses more than it may. */
export async function writeInt8(
  folder: string,
  path: string,
  { format, preprocessing, foldBatchNorm, weights, data, maxDrop }: Int8Options,
  context: CommandContext,
): Promise<WrittenInt8> {
  await startBackend('auto');
  const saved = await openSavedModel(folder, { weights });
  const { validation } = await openRunData(await openRunFolder(folder), data);
  const { metric } = taskTraits[saved.task?.kind ?? 'single-label'];
  const before = await metricOn(saved, validation, context);
  await roundToInt8(saved.network);
  const after = await metricOn(saved, validation, context);
  if (before - after > maxDrop) throw new AccuracyDropError({ metric, before, after, allowed: maxDrop });
  const written = await writeNetwork(path, saved, { format, dtype: 'INT8', preprocessing, foldBatchNorm });
  return { ...written, images: validation.size, metric, before, after };
}

/** What decides in the run's task. */
async function metricOn({ network, task }: SavedModel, validation: LabelledImages, { terminal, signal }: CommandContext): Promise<number> {
  const progress = new ProgressView(terminal);
  try {
    const onProgress = (done: number) => progress.update('evaluating', { done, total: validation.size });
    if (task === undefined || task.kind === 'single-label') return (await evaluate(network, validation, { signal, onProgress })).accuracy;
    return (await evaluateTargets(network, validation, { task, signal, onProgress })).metric;
  } finally {
    progress.stop();
  }
}
