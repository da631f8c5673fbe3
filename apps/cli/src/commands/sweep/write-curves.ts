import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { TrialResult } from '@attune/sweep';

import { TensorBoardFile } from '../../logs/tensorboard-file.ts';
import { nameOf } from './live-table.ts';

/** Writes the validation accuracy of each trial, epoch by epoch, for TensorBoard, and the values of
 * the axes as its hyperparameters: a run for each trial, which is called by its values. What was
 * there before is replaced. */
export async function writeCurves(folder: string, results: readonly TrialResult[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const result of results) {
    if (result.metrics === null) continue;
    const file = await TensorBoardFile.create(join(folder, fileNameOf(result)));
    await file.hyperparameters(hyperparametersOf(result));
    for (const [epoch, accuracy] of result.metrics.curve.entries()) await file.scalars(epoch + 1, { 'accuracy/validation': accuracy });
    await file.close();
  }
}

function hyperparametersOf({ values, seed, fold }: TrialResult): Record<string, number | string> {
  const axes = Object.entries(values).map(([axis, value]) => [axis, value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value] as const);
  return { ...Object.fromEntries(axes), ...(seed === null ? {} : { seed }), ...(fold === null ? {} : { fold }) };
}

function fileNameOf(result: TrialResult): string {
  return nameOf(result)
    .replaceAll(/[^\p{L}\p{N}., _+-]+/gu, '-')
    .slice(0, 120);
}
