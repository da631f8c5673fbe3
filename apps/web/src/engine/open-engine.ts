import { BackendService } from './backends/backend-service.ts';
import { ComputeBackend } from './backends/compute-backend.ts';
import { ChoiceService } from './choices/choice-service.ts';
import type { EngineParts } from './engine-parts.ts';
import { InsightService } from './insight/insight-service.ts';
import { ShownNetwork } from './insight/shown-network.ts';
import { PhotoService } from './photos/photo-service.ts';
import { Project } from './project/project.ts';
import { ProjectService } from './project/project-service.ts';
import type { Engine } from './protocol/engine.ts';
import { RunService } from './runs/run-service.ts';
import { CurrentTraining } from './training/current-training.ts';
import { TrainingService } from './training/training-service.ts';

/** Photos, networks and training behind the page, on the packages that the command is made of, with
 * what was kept of the last visit. What only some requests need is loaded with the first of them.
 *
 * @param hub the Hub that the page may fetch weights from; default: huggingface.co. */
export async function openEngine(hub?: string): Promise<Engine> {
  const current = new CurrentTraining();
  const backend = new ComputeBackend(() => shown.forget());
  const shown = new ShownNetwork(backend, current);
  const parts: EngineParts = { project: await Project.open(), backend, current, shown, hub };
  const runs = new RunService(parts);
  return {
    backends: new BackendService(parts),
    photos: new PhotoService(parts.project),
    choices: new ChoiceService(parts),
    training: new TrainingService(parts),
    runs,
    insight: new InsightService(parts),
    project: new ProjectService({ ...parts, runs }),
  };
}
