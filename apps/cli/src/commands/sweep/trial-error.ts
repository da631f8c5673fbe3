import { AttuneError } from '@attune/errors';

import { exitCodes } from '../../exit-code.ts';
import type { PlannedTrial } from './plan-sweep.ts';

/** A trial whose training failed. */
export class TrialError extends AttuneError {
  static override readonly code = 'ATTUNE_TRIAL';
  static override readonly origin = 'work';
  readonly digest: string;
  /** Null when its process was killed. */
  readonly exitCode: number | null;
  /** The end of what it wrote. */
  readonly log: string;

  constructor({ index, digest }: Pick<PlannedTrial, 'index' | 'digest'>, { exitCode, log }: { readonly exitCode: number | null; readonly log: string }) {
    const how = exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`;
    super(`Trial ${index} ${how}: ${log.trim().split('\n').at(-1) ?? ''}`);
    this.name = 'TrialError';
    this.digest = digest;
    this.exitCode = exitCode;
    this.log = log;
  }

  /** Whether it would fail in the same way again. */
  get isLasting(): boolean {
    return this.exitCode === exitCodes.badInput;
  }
}
