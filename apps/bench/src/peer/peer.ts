import { AttuneError } from '@attune/errors';

import type { Work } from '../workload/work.ts';

/** A system under measure, ready to repeat a work. */
export interface ReadyPeer {
  /** Does the work once. Ends when its result has been read back. */
  repeat(): Promise<void>;
  /** What was done in place of the work, by a peer too slow for it; the measure is
   * scaled to the whole. */
  readonly reduced?: { readonly note: string; readonly share: number } | undefined;
}

/** Makes a system ready for a work.
 *
 * @throws {CannotDoError} when it cannot do such work. */
export type PreparePeer = (work: Work) => Promise<ReadyPeer>;

/** A peer that is present, and has no way to do the work. */
export class CannotDoError extends AttuneError {
  static override readonly code = 'ATTUNE_BENCH_CANNOT_DO';

  constructor(reason: string) {
    super(reason);
    this.name = 'CannotDoError';
  }
}
