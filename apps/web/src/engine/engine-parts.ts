import type { ComputeBackend } from './backends/compute-backend.ts';
import type { ShownNetwork } from './insight/shown-network.ts';
import type { Project } from './project/project.ts';
import type { CurrentTraining } from './training/current-training.ts';

/** What the engine's services share. */
export interface EngineParts {
  readonly project: Project;
  readonly backend: ComputeBackend;
  readonly current: CurrentTraining;
  readonly shown: ShownNetwork;
  /** The Hub that weights are fetched from; undefined for huggingface.co. */
  readonly hub: string | undefined;
}
