import { AttuneError } from '@attune/errors';

/** A question that the bench cannot measure. */
export class BenchError extends AttuneError {
  static override readonly code = 'ATTUNE_BENCH';

  constructor(message: string) {
    super(message);
    this.name = 'BenchError';
  }
}
