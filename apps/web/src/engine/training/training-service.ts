import { saveModel } from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import { type RunConfig, taskOf } from '@attune/run';
import { buildEmptyModel } from '@attune/zoo';

import type { RunningBackend } from '../backends/offer-backends.ts';
import { choicesMark } from '../choices/choices-mark.ts';
import { drawnImageSize, drawnNetwork } from '../choices/network-choices.ts';
import type { EngineParts } from '../engine-parts.ts';
import { failed } from '../errors/fault.ts';
import { openPhotos, openPhotosFor } from '../photos/open-photos.ts';
import { requireTrainable } from '../photos/require-trainable.ts';
import type { TrainingEvent, TrainingJob, TrainingOutcome, TrainingRequests } from '../protocol/training.ts';
import { KeptRun } from '../runs/kept-run.ts';
import type { TrainingSession, TrainingSubject } from './training-session.ts';
import type { TrainingTimes } from './training-times.ts';
import type { WatchedImages } from './watched-images.ts';

/** What only a training needs is loaded with the first. */
const trainingPrograms = () => Promise.all([import('./prepare-training.ts'), import('./training-session.ts')]);

export class TrainingService implements TrainingRequests {
  readonly #parts: EngineParts;
  #times: TrainingTimes | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  async estimate({ model, recipe }: Pick<TrainingJob, 'model' | 'recipe'>): Promise<number> {
    const { project, backend, current } = this.#parts;
    current.requireIdle();
    const { TrainingTimes } = await import('./training-times.ts');
    this.#times ??= new TrainingTimes();
    const times = this.#times;
    return backend.compute(({ started }) => {
      const on = { engine: `${started.name} ${started.threads}`, imageSize: drawnImageSize(model), images: project.imageCounts() };
      return times.estimate({ spec: drawnNetwork(model, project.classCount()), recipe, pretrained: model.weights.kind !== 'none' }, on);
    });
  }

  async start(job: TrainingJob, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    return this.#parts.current.alone(() => this.#train(null, (running) => this.#begin(job, running), onEvent));
  }

  async pause(): Promise<void> {
    this.#parts.current.end('paused');
  }

  async stop(): Promise<void> {
    this.#parts.current.end('stopped');
  }

  async resume(runId: string, onEvent: (event: TrainingEvent) => void, { rewinds = false } = {}): Promise<TrainingOutcome> {
    const { project, current } = this.#parts;
    return current.alone(async () => {
      const kept = await project.openRun(runId);
      const dataset = await openPhotosFor(project.shelf.photos, kept.run.config);
      return this.#train(runId, (running) => this.#takeUp({ kept, dataset, rewinds }, running), onEvent);
    });
  }

  /** @param runId of the run that is kept already; null where none is. */
  async #train(
    runId: string | null,
    prepare: (running: RunningBackend) => Promise<TrainingSession>,
    onEvent: (event: TrainingEvent) => void,
  ): Promise<TrainingOutcome> {
    const { backend, current, shown } = this.#parts;
    try {
      const session = await backend.compute(prepare);
      shown.forget();
      return await current.follow(session, onEvent).finally(() => shown.forget());
    } catch (error) {
      return failed(runId, error);
    }
  }

  /** A new run with all that its training needs. */
  async #begin(job: TrainingJob, { started, lost }: RunningBackend): Promise<TrainingSession> {
    const { project, hub } = this.#parts;
    requireTrainable(project.dataset());
    const [{ prepareTraining }, { TrainingSession }] = await trainingPrograms();
    const openImages = (preprocessing: RunConfig['preprocessing']) => openPhotos(project.shelf.photos, preprocessing);
    const { prepared, config } = await prepareTraining(job, { openImages, started, hub });
    const { network, dataset, recipe } = prepared;
    try {
      const kept = await KeptRun.create(project.files, { config, recipe, start: await saveModel(network), choices: choicesMark(job) });
      return new TrainingSession({ kept, network, dataset, watched: await this.#watched(config), resume: false, rewinds: false, lost });
    } catch (error) {
      disposeModule(network);
      throw error;
    }
  }

  /** A run where it was left, or from its start. */
  async #takeUp({ kept, ...rest }: Pick<TrainingSubject, 'kept' | 'dataset' | 'rewinds'>, { lost }: RunningBackend): Promise<TrainingSession> {
    const [, { TrainingSession }] = await trainingPrograms();
    const network = buildEmptyModel(kept.run.config.model);
    try {
      if ((await kept.run.loadCheckpoint()) === null) await kept.loadStart(network);
      await kept.become('training');
      const watched = await this.#watched(kept.run.config);
      return new TrainingSession({ kept, network, watched, resume: true, lost, ...rest });
    } catch (error) {
      disposeModule(network);
      throw error;
    }
  }

  async #watched(config: RunConfig): Promise<WatchedImages> {
    const { classes, preprocessing, model } = config;
    const { WatchedImages } = await import('./watched-images.ts');
    return WatchedImages.open(this.#parts.project.shelf.photos, { classes, preprocessing, model, task: taskOf(config) });
  }
}
