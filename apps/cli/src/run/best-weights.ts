import { join } from 'node:path';

import type { WeightsChoice } from '@attune/checkpoint';
import { type FileStore, runFiles } from '@attune/run';

import { UsageError } from '../usage-error.ts';
import { nodeFiles } from './node-files.ts';

/** The path of a run's best weights, or of the best moving averages of them, in a folder.
 *
 * @throws {UsageError} when averages are wanted of a run that kept none. */
export async function bestWeights(folder: string, choice: WeightsChoice): Promise<string> {
  return join(folder, await bestFile(nodeFiles(folder), folder, choice));
}

/** The same among a run's files, wherever they lie; `run` is what messages call it. */
export async function bestFile(files: FileStore, run: string, choice: WeightsChoice): Promise<string> {
  if (choice === 'raw') return runFiles.best;
  if ((await files.list('')).includes(runFiles.bestEma)) return runFiles.bestEma;
  throw new UsageError(`${run} has no averaged weights (${runFiles.bestEma}); leave --averaged out, or train it with averages: attune finetune DATA --ema.`);
}
