import { startBackend } from '@attune/backend';
import type { WeightsChoice } from '@attune/checkpoint';
import type { LabelledImages } from '@attune/data';
import { AttuneError } from '@attune/errors';
import { roundToInt8 } from '@attune/export';
import { evaluate } from '@attune/staged-finetune';

import type { CommandContext } from '../../command.ts';
import { type NetworkFormat, type WrittenNetwork, writeNetwork } from '../../model/write-network.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import { type SavedModel, openSavedModel } from '../../run/saved-model.ts';
import { percent } from '../../terminal/format.ts';
import { ProgressView } from '../../terminal/progress.ts';
import { openRunData } from '../finetune/run-data.ts';

export interface Int8Options {
  readonly format: NetworkFormat;
  readonly preprocessing: boolean;
  readonly weights: WeightsChoice;
  /** Where the images are now. Default: where they were. */
  readonly data?: string | undefined;
  /** The most accuracy that may be lost, a share. */
  readonly maxDrop: number;
}

export interface WrittenInt8 extends WrittenNetwork {
  /** Validation images, and the shares of them that are right before and after. */
  readonly images: number;
  readonly accuracyBefore: number;
  readonly accuracyAfter: number;
}

/** An export that would lose more accuracy than it may; nothing was written. */
export class AccuracyDropError extends AttuneError {
  static override readonly code = 'ATTUNE_ACCURACY_DROP';
  readonly before: number;
  readonly after: number;
  readonly allowed: number;

  constructor({ before, after, allowed }: Pick<AccuracyDropError, 'before' | 'after' | 'allowed'>) {
    super(
      `Nothing was written: with int8 weights ${percent(after)} of the validation images are right, ${percent(before)} without, and at most ${percent(allowed)} may be lost (--max-drop). Allow more, or export with --dtype f16.`,
    );
    this.name = 'AccuracyDropError';
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
  { format, preprocessing, weights, data, maxDrop }: Int8Options,
  context: CommandContext,
): Promise<WrittenInt8> {
  await startBackend('auto');
  const saved = await openSavedModel(folder, { weights });
  const { validation } = await openRunData(await openRunFolder(folder), data);
  const before = await accuracyOf(saved, validation, context);
  await roundToInt8(saved.network);
  const after = await accuracyOf(saved, validation, context);
  if (before - after > maxDrop) throw new AccuracyDropError({ before, after, allowed: maxDrop });
  const written = await writeNetwork(path, saved, { format, dtype: 'INT8', preprocessing });
  return { ...written, images: validation.size, accuracyBefore: before, accuracyAfter: after };
}

async function accuracyOf({ network }: SavedModel, validation: LabelledImages, { terminal, signal }: CommandContext): Promise<number> {
  const progress = new ProgressView(terminal);
  try {
    const onProgress = (done: number) => progress.update('evaluating', { done, total: validation.size });
    return (await evaluate(network, validation, { signal, onProgress })).accuracy;
  } finally {
    progress.stop();
  }
}
