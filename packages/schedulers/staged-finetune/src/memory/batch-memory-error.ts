import { AttuneError } from '@attune/errors';

/** A stage whose step does not fit into memory. */
export interface MemoryFault {
  readonly stage: string;
  /** About what a step takes. */
  readonly bytes: number;
  /** The largest batch size whose step fits; 0 where that of one image does not. */
  readonly largest: number;
  /** Whether batch norms follow the batch, so that its parts would give others. */
  readonly followsBatch: boolean;
}

/** Batches whose steps do not fit into the backend's memory, and cannot be computed in parts. */
export class BatchMemoryError extends AttuneError {
  static override readonly code = 'ATTUNE_BATCH_MEMORY';
  readonly batchSize: number;
  readonly limitBytes: number;
  readonly faults: readonly MemoryFault[];
  /** The largest batch size that fits in every stage. */
  readonly largest: number;

  constructor({ batchSize, limitBytes, faults }: Pick<BatchMemoryError, 'batchSize' | 'limitBytes' | 'faults'>) {
    const largest = Math.min(...faults.map((fault) => fault.largest));
    super(`A batch size of ${batchSize} does not fit: ${faults.map((fault) => describe(fault, limitBytes)).join('; ')}. ${wayOut(largest, faults)}`);
    this.name = 'BatchMemoryError';
    this.batchSize = batchSize;
    this.limitBytes = limitBytes;
    this.faults = faults;
    this.largest = largest;
  }
}

function describe({ stage, bytes, followsBatch }: MemoryFault, limitBytes: number): string {
  const because = followsBatch ? ', and its batch norms follow the batch, so that parts of it would give another result' : '';
  return `a step of stage "${stage}" takes about ${gigabytes(bytes)} of ${gigabytes(limitBytes)} GB${because}`;
}

function wayOut(largest: number, faults: readonly MemoryFault[]): string {
  if (largest < 1) return 'Not even one image fits: use smaller images.';
  const frozen = faults.every(({ followsBatch }) => followsBatch) ? ', or batch norms that hold still (frozen)' : '';
  return `Use a batch size of at most ${largest}${frozen}.`;
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
