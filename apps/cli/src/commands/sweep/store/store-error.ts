import { AttuneError } from '@attune/errors';

/** A data store that cannot be used, or does not hold what it should. */
export class StoreError extends AttuneError {
  static override readonly code = 'ATTUNE_STORE';
  static override readonly origin = 'work';
  /** Without a password. */
  readonly store: string;

  constructor(store: string, reason: string, cause?: unknown) {
    super(`Data store ${store}: ${reason}`, { cause });
    this.name = 'StoreError';
    this.store = store;
  }
}
