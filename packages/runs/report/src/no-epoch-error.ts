import { AttuneError } from '@attune/errors';

/** A run that has nothing to tell yet. */
export class NoEpochError extends AttuneError {
  static override readonly code = 'ATTUNE_NO_EPOCH';
  /** What the run is called. */
  readonly run: string;

  constructor(run: string) {
    super(`${run} has no epoch that ended, so there is nothing to report yet.`);
    this.name = 'NoEpochError';
    this.run = run;
  }
}
