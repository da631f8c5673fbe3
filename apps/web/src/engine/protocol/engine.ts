import type { BackendRequests } from './backends.ts';
import type { ChoiceRequests } from './choices.ts';
import type { InsightRequests } from './insight.ts';
import type { PhotoRequests } from './photos.ts';
import type { ProjectRequests } from './project.ts';
import type { RunRequests } from './runs.ts';
import type { TrainingRequests } from './training.ts';

/** What the page asks of the worker that holds images and networks. All that crosses is
 * plain data that structured cloning can carry; images are named by ids that are stable
 * for a file's path and contents. */
export interface Engine {
  readonly backends: BackendRequests;
  readonly photos: PhotoRequests;
  readonly choices: ChoiceRequests;
  readonly training: TrainingRequests;
  readonly runs: RunRequests;
  readonly insight: InsightRequests;
  readonly project: ProjectRequests;
}
