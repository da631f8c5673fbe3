import type { FineTuneEvent, StageResult } from '@attune/staged-finetune';

export interface EpochLimit {
  /** Aborted once the checkpoint of the last epoch is written. */
  readonly signal: AbortSignal;
  watch(event: FineTuneEvent): void;
}

/** Ends a training after so many epochs of its recipe, those before it was resumed included. */
export function epochLimit(most: number | undefined, before: readonly Pick<StageResult, 'epochs'>[]): EpochLimit {
  const ending = new AbortController();
  let done = before.reduce((sum, { epochs }) => sum + epochs.length, 0);
  const watch = ({ kind }: FineTuneEvent) => {
    if (kind === 'epoch-end') done++;
    if (kind === 'checkpoint' && most !== undefined && done >= most) ending.abort();
  };
  if (most !== undefined && done >= most) ending.abort();
  return { signal: ending.signal, watch };
}
