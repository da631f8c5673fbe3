import type { BackendChoice } from '../protocol/backends.ts';
import { type RunningBackend, startChosen } from './offer-backends.ts';
import { unlessLost } from './unless-lost.ts';

/** The backend that everything is computed on. */
export class ComputeBackend {
  readonly #leave: () => void;
  #running: RunningBackend | null = null;
  #starting: Promise<RunningBackend> | null = null;

  /** @param leave is called when what lies in a backend's memory is of no use any more: another one
   * starts, or it is lost. */
  constructor(leave: () => void) {
    this.#leave = leave;
  }

  /** Starts one by name; "auto" is the one that runs, else the best. */
  async start(choice: BackendChoice): Promise<RunningBackend> {
    if (choice === 'auto') return this.#ready();
    this.#leave();
    return this.#start(choice);
  }

  /** What is worked out on the running backend, for as long as nobody takes that away. */
  async compute<T>(work: (running: RunningBackend) => Promise<T>): Promise<T> {
    const running = await this.#ready();
    return unlessLost(work(running), running.lost);
  }

  /** Started once, whoever asks meanwhile. */
  async #ready(): Promise<RunningBackend> {
    if (this.#running !== null) return this.#running;
    this.#starting ??= this.#start('auto').finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #start(choice: BackendChoice): Promise<RunningBackend> {
    const running = await startChosen(choice);
    this.#running = running;
    running.lost?.addEventListener('abort', () => this.#lose(running));
    return running;
  }

  /** After a loss the best there is starts when it is needed next. */
  #lose(running: RunningBackend): void {
    this.#leave();
    if (this.#running === running) this.#running = null;
  }
}
