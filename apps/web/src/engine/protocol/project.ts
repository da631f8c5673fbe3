import type { Choices } from './choices.ts';
import type { DatasetState } from './photos.ts';
import type { RunSummary } from './runs.ts';
import type { WriteProgress } from './write-progress.ts';

/** Photos, choices and runs as a whole. */
export interface ProjectRequests {
  state(): Promise<ProjectState>;
  /** The whole project (images, labels, model choice, recipe, runs) as one zip, and back. */
  save(onProgress?: WriteProgress): Promise<Blob>;
  /** Opens one in the place of the present one, or adds its photos and runs to this one. Until the
   * file is known to be a project, and all of it is kept, nothing changes. */
  open(file: Blob, how: 'replace' | 'add'): Promise<ProjectState>;
  /** Takes back the last removal of photos, a class or a run, or the last opening of a project.
   *
   * @throws when another change came after it. */
  undo(): Promise<ProjectState>;
  /** Frees what `undo` would need. */
  settle(): Promise<void>;
}

export interface ProjectState {
  readonly dataset: DatasetState;
  /** Null in a project that has not come so far. */
  readonly choices: Choices | null;
  readonly runs: readonly RunSummary[];
}
