import { changeData } from './change-data.ts';
import { fillDisk } from './fill-disk.ts';
import { killExports } from './kill-exports.ts';
import type { RoundsOptions, RoundsResult } from './rounds.ts';

/** What can happen to a run besides a kill of its training, by the name that the command line has
 * for it. */
export const scenarios: Readonly<Record<string, (options: RoundsOptions) => Promise<RoundsResult>>> = {
  exports: killExports,
  'changed-data': changeData,
  'full-disk': fillDisk,
};
