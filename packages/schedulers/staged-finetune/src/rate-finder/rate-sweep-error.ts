import { AttuneError } from '@attune/errors';

/** A sweep of learning rates that ended before there was a curve to read. */
export class RateSweepError extends AttuneError {
  static override readonly code = 'ATTUNE_RATE_SWEEP';
  readonly batches: number;
  readonly from: number;

  constructor({ batches, from }: Pick<RateSweepError, 'batches' | 'from'>) {
    super(
      `The loss was not finite after ${batches} ${batches === 1 ? 'batch' : 'batches'}, with rates from ${from} up, and a curve needs two. Begin at a smaller rate, or look at the weights and the images.`,
    );
    this.name = 'RateSweepError';
    this.batches = batches;
    this.from = from;
  }
}
