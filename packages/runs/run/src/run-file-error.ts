import { AttuneError } from '@attune/errors';

/** Files that are no run, or one that this version cannot read. */
export class RunFileError extends AttuneError {
  static override readonly code = 'ATTUNE_RUN_FILE';
  /** What the run is called. */
  readonly run: string;
  readonly rule: string;

  constructor(run: string, rule: string) {
    super(`${run}: ${rule}`);
    this.name = 'RunFileError';
    this.run = run;
    this.rule = rule;
  }
}
