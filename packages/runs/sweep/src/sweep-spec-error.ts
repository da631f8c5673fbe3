import { AttuneError } from '@attune/errors';

/** A sweep that cannot be read or run as it is written. */
export class SweepSpecError extends AttuneError {
  static override readonly code = 'ATTUNE_SWEEP_SPEC';
  readonly spec: string;
  readonly faults: readonly string[];

  constructor(spec: string, faults: readonly string[]) {
    super(`${spec}: ${faults.join('; ')}.`);
    this.name = 'SweepSpecError';
    this.spec = spec;
    this.faults = faults;
  }
}
