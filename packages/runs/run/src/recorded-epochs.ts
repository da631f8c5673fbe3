import type { EpochResult } from '@attune/staged-finetune';
import * as z from 'zod';

import { RunFileError } from './run-file-error.ts';
import { parseJson } from './run-config.ts';
import { runFiles } from './run-files.ts';

/** An epoch as a line of `metrics.jsonl` has it. */
export type RecordedEpoch = EpochResult & { readonly stage: string };

const loss = z.union([z.number(), z.nan()]);

/** What every version wrote of an epoch; what else there is stays as it is. */
const recordedEpoch = z.looseObject({
  stage: z.string(),
  epoch: z.int().nonnegative(),
  trainLoss: loss,
  validationLoss: loss,
  learningRates: z.record(z.string(), z.number()),
  seconds: z.number(),
});

/** The epochs of a `metrics.jsonl`; a last line that is still being written is left out.
 *
 * @param name what messages call the run
 * @throws {RunFileError} naming the first line that is not an epoch. */
export function readEpochs(text: string, name: string): RecordedEpoch[] {
  const lines = text.split('\n').slice(0, -1);
  const epochs = lines.map((line) => parseJson(line, reviveLoss));
  const bad = epochs.findIndex((epoch) => !recordedEpoch.safeParse(epoch).success);
  if (bad === -1) return epochs as RecordedEpoch[];
  throw new RunFileError(name, `line ${bad + 1} of its ${runFiles.metrics} is not an epoch. Copy the file from a backup, or remove the line.`);
}

/** JSON has no NaN and no infinity: it writes null for them. */
function reviveLoss(key: string, value: unknown): unknown {
  return value === null && key.endsWith('Loss') ? Number.NaN : value;
}
