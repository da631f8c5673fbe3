import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { WeightsChoice } from '@attune/checkpoint';
import { runFiles } from '@attune/run';

import { UsageError } from '../usage-error.ts';

/** The file of a run's best weights, or of the best moving averages of them.
 *
 * @throws {UsageError} when averages are wanted of a run that kept none. */
export async function bestWeights(folder: string, choice: WeightsChoice): Promise<string> {
  if (choice === 'raw') return join(folder, runFiles.best);
  const path = join(folder, runFiles.bestEma);
  if ((await stat(path).catch(() => null)) !== null) return path;
  throw new UsageError(`${folder} has no averaged weights (${runFiles.bestEma}): train it with --ema, or leave --averaged out.`);
}
