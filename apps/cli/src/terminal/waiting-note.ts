import type { EpochResult } from '@attune/staged-finetune';

import { duration, percent } from './format.ts';

/** Below this share of an epoch, waiting is not what makes it slow. */
const worthTelling = 0.05;

/** The end of an epoch's line where much of it was spent waiting for images; else nothing. Runs
 * before the first release did not measure it. */
export function waitingNote({ seconds, waitingSeconds = 0 }: Pick<EpochResult, 'seconds'> & Partial<Pick<EpochResult, 'waitingSeconds'>>): string {
  const share = waitingSeconds / seconds;
  return share > worthTelling ? `, ${percent(share)} of it waiting for images (${duration(waitingSeconds)})` : '';
}
