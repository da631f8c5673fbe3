import { hostname } from 'node:os';

import { AttuneError } from '@attune/errors';

import { contentAt } from './content.ts';
import { flagsAt, pathsOf } from './plan-sweep.ts';
import type { ContentCache } from './store/content-cache.ts';
import type { TrialJob } from './trial-job.ts';

/** A worker that does not have what a trial reads. The fault is the worker's: another
 * may have it. */
export class WorkerDataError extends AttuneError {
  static override readonly code = 'ATTUNE_WORKER_DATA';
  /** Where the sweep has it. */
  readonly path: string;

  constructor(path: string, isThere: boolean) {
    const what = isThere ? `holds other bytes on ${hostname()} than where the sweep was started` : `is not on ${hostname()}`;
    super(`${path} ${what}: copy it here, or give the sweep and this worker the same --data-store. The trial waits for another worker.`);
    this.name = 'WorkerDataError';
    this.path = path;
  }
}

/** Finds what trials read on this machine, by digest: at the sweep's own paths, else in what a
 * store has. Each path is read once. */
export class WorkerData {
  readonly #cache: ContentCache | null;
  readonly #places = new Map<string, Promise<string>>();

  constructor(cache: ContentCache | null) {
    this.#cache = cache;
  }

  /** A trial's flags, where its files lie here.
   *
   * @throws {WorkerDataError} when they are not here and there is no store, {StoreError} when they
   * do not come. */
  async flagsOf({ trial, contents }: Pick<TrialJob, 'trial' | 'contents'>): Promise<TrialJob['trial']['flags']> {
    const places = new Map<string, string>();
    for (const path of pathsOf(trial.flags)) {
      const digest = contents[path];
      if (digest !== undefined) places.set(path, await this.#place(path, digest));
    }
    return flagsAt(trial.flags, places);
  }

  #place(path: string, digest: string): Promise<string> {
    const key = `${path} ${digest}`;
    const known = this.#places.get(key) ?? this.#find(path, digest);
    this.#places.set(key, known);
    known.catch(() => this.#places.delete(key));
    return known;
  }

  async #find(path: string, digest: string): Promise<string> {
    const here = await contentAt(path).catch(() => null);
    if (here?.digest === digest) return path;
    if (this.#cache === null) throw new WorkerDataError(path, here !== null);
    return this.#cache.place(digest, path);
  }
}
