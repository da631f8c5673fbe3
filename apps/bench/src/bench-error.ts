/** A question that the bench cannot measure. */
export class BenchError extends Error {
  readonly code = 'ATTUNE_BENCH';

  constructor(message: string) {
    super(message);
    this.name = 'BenchError';
  }
}
