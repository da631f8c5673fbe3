import type { Choices } from './choices.ts';
import type { DatasetState } from './photos.ts';
import type { RunSummary } from './runs.ts';

export interface ProjectState {
  readonly dataset: DatasetState;
  /** Null in a project that has not come so far. */
  readonly choices: Choices | null;
  readonly runs: readonly RunSummary[];
}
