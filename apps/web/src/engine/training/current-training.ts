import { PageError } from '../errors/page-error.ts';
import type { TrainingEvent, TrainingOutcome } from '../protocol/training.ts';
import type { TrainingSession } from './training-session.ts';

/** Sees to it that there is one training at a time, and nothing beside that it could not bear. */
export class CurrentTraining {
  #session: TrainingSession | null = null;
  /** Work that begins or goes on, and how it is to end where someone has said so. */
  #claim: { wanted: 'paused' | 'stopped' | null } | null = null;

  /** Of the run that is trained; null while none is. */
  get runId(): string | null {
    return this.#session?.runId ?? null;
  }

  /** @throws {PageError} while something has the engine for itself. */
  requireIdle(): void {
    if (this.#claim !== null) throw new PageError('busy', 'A training is under way: pause or stop it first.');
  }

  /** Does what nothing may run beside, from its first moment on. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.requireIdle();
    this.#claim = { wanted: null };
    try {
      return await work();
    } finally {
      this.#claim = null;
    }
  }

  /** At once, or as soon as the training has begun. */
  end(state: 'paused' | 'stopped'): void {
    if (this.#claim !== null) this.#claim.wanted = state;
    this.#session?.end(state);
  }

  async follow(session: TrainingSession, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    this.#session = session;
    if (this.#claim?.wanted) session.end(this.#claim.wanted);
    try {
      return await session.follow(onEvent);
    } finally {
      this.#session = null;
    }
  }
}
