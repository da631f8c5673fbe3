import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ReportedEpoch } from '@attune/insight';

import { UsageError } from '../usage-error.ts';

export const metricsFile = 'metrics.jsonl';

/** The epochs of a run so far, one JSON line each; a last line that is still being written is left out.
 *
 * @throws {UsageError} when no epoch has ended yet. */
export async function readMetrics(folder: string): Promise<ReportedEpoch[]> {
  const text = await readFile(join(folder, metricsFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  const lines = text.split('\n').slice(0, -1);
  if (lines.length === 0) throw new UsageError(`${folder} has no epoch that ended, so there is nothing to report yet.`);
  return lines.map((line) => JSON.parse(line) as ReportedEpoch);
}
