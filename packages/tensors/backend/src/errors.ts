import { AttuneError } from '@attune/errors';

import { type BackendName, backendNames } from './names.ts';

/** A backend name that is none. */
export class UnknownBackendError extends AttuneError {
  static override readonly code = 'ATTUNE_UNKNOWN_BACKEND';
  readonly backend: string;
  readonly choices: readonly string[] = ['auto', ...backendNames];

  constructor(backend: string) {
    super(`There is no backend "${backend}": choose one of auto, ${backendNames.join(', ')}.`);
    this.name = 'UnknownBackendError';
    this.backend = backend;
  }
}

/** A backend that cannot start here. */
export class BackendUnavailableError extends AttuneError {
  static override readonly code = 'ATTUNE_BACKEND_UNAVAILABLE';
  readonly backend: BackendName;
  /** What is missing, and how to get it. */
  readonly reason: string;

  constructor(backend: BackendName, reason: string, cause?: unknown) {
    super(`The ${backend} backend cannot start here: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'BackendUnavailableError';
    this.backend = backend;
    this.reason = reason;
  }
}

/** A backend whose graphics card was taken away while it ran: the browser or its driver has reset
 * it. Its tensors are gone; starting a backend again works. */
export class BackendLostError extends AttuneError {
  static override readonly code = 'ATTUNE_BACKEND_LOST';
  readonly backend: BackendName;
  /** What the browser says of it; often nothing. */
  readonly reason: string;

  constructor(backend: BackendName, reason: string) {
    super(`The ${backend} backend lost its graphics card${reason === '' ? '' : ` (${reason})`}: what it computed is gone. Start it again, or another.`);
    this.name = 'BackendLostError';
    this.backend = backend;
    this.reason = reason;
  }
}

/** A thread count that is not a positive whole number. */
export class ThreadCountError extends AttuneError {
  static override readonly code = 'ATTUNE_THREAD_COUNT';
  readonly threads: number;

  constructor(threads: number) {
    super(`threads is ${threads}: give a whole number of at least 1, or leave it out to use every core.`);
    this.name = 'ThreadCountError';
    this.threads = threads;
  }
}
