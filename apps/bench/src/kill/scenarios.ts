import { changeData } from './change-data.ts';
import { fillDisk } from './fill-disk.ts';
import { killDownloads } from './kill-downloads.ts';
import { killExports } from './kill-exports.ts';
import type { RoundsOptions, RoundsResult } from './rounds.ts';

/** What can happen besides a kill of a training, by the name that the command line has
 * for it. */
export const scenarios: Readonly<Record<string, (options: RoundsOptions) => Promise<RoundsResult>>> = {
  exports: killExports,
  downloads: killDownloads,
  'changed-data': changeData,
  'full-disk': fillDisk,
};
