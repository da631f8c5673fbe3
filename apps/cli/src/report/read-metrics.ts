import type { RecordedEpoch, Run } from '@attune/run';

import { UsageError } from '../usage-error.ts';

/** The epochs of a run so far.
 *
 * @throws {UsageError} when no epoch has ended yet. */
export async function readMetrics(run: Run): Promise<RecordedEpoch[]> {
  const epochs = await run.metrics();
  if (epochs.length === 0) throw new UsageError(`${run.path} has no epoch that ended, so there is nothing to report yet.`);
  return epochs;
}
