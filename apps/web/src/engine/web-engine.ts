import { loadPretrained, readCheckpoint, safetensorsParts, saveModel } from '@attune/checkpoint';
import { type Preprocessing, browserDataset, browserEvaluation, decodeImageFile, frameFromBitmap, preprocessingFor } from '@attune/data/browser';
import { type Network, disposeModule } from '@attune/nn';
import type { FileStore, RunConfig } from '@attune/run';
import type { Recipe } from '@attune/staged-finetune';
import { type ModelSpec, buildModel, defaultImageSize, parseArchitecture, traitSpec } from '@attune/zoo';

import { type RunningEngine, offerBackends, startChosen } from './backends.ts';
import { ClassesChangedError } from './classes-changed-error.ts';
import { changedRecipe } from './choices/change-recipe.ts';
import { keepChoices, keptChoices } from './choices/kept-choices.ts';
import { ModelDescriber } from './choices/describe-model.ts';
import { describeWeights } from './choices/describe-weights.ts';
import { describeRecipe, makeRecipe } from './choices/make-recipe.ts';
import { modelSpec } from './choices/model-spec.ts';
import { type DownloadProgress, openWeights, preprocessingOf } from './choices/weights.ts';
import { requireClassName } from './photos/class-name.ts';
import { datasetState } from './photos/dataset-state.ts';
import { gather } from './photos/gather.ts';
import { layOut } from './photos/lay-out.ts';
import { PhotoShelf } from './photos/photo-shelf.ts';
import { thumbnail } from './photos/thumbnail.ts';
import type {
  BackendChoice,
  Choices,
  DatasetState,
  Engine,
  ExplainedWeights,
  ExportFormat,
  GatheredFile,
  ModelChoice,
  ProjectState,
  RecipeChange,
  RecipeChoice,
  RunSummary,
  StartedEngine,
  TrainingEvent,
  TrainingJob,
  TrainingOutcome,
} from './protocol.ts';
import { runConfig } from './run-config.ts';
import { openPrivateFiles } from './storage/private-files.ts';
import { failed } from './training/fault.ts';
import { KeptRun, removeRun, runIds } from './training/kept-run.ts';
import { TrainingSession } from './training/training-session.ts';
import { ShownNetwork, startFile } from './understand/shown-network.ts';

const evaluationBatch = 16;

/** Photos, networks and training behind the page, on the packages that the command is made of. What only the last two steps need is loaded with them. */
export class WebEngine implements Engine {
  readonly #files: FileStore;
  readonly #describer = new ModelDescriber();
  readonly #shown = new ShownNetwork();
  #shelf: PhotoShelf;
  #running: RunningEngine | null = null;
  #session: TrainingSession | null = null;

  private constructor(files: FileStore, shelf: PhotoShelf) {
    this.#files = files;
    this.#shelf = shelf;
  }

  static async open(): Promise<WebEngine> {
    const files = await openPrivateFiles();
    return new WebEngine(files, await PhotoShelf.open(files));
  }

  backends() {
    return offerBackends();
  }

  async start(choice: BackendChoice): Promise<StartedEngine> {
    this.#requireIdle();
    this.#shown.forget();
    return (await this.#start(choice)).started;
  }

  async gather(files: readonly GatheredFile[], onProgress: (done: number, total: number) => void) {
    const known = new Map(this.#shelf.photos.map((photo) => [photo.id, photo]));
    const { photos, broken, skipped } = await gather(files, known, onProgress);
    await this.#shelf.add(photos);
    return { added: photos.length, broken, skipped, dataset: this.#state() };
  }

  async thumbnail(id: string, pixels: number): Promise<Blob> {
    return thumbnail(this.#photo(id), pixels);
  }

  async relabel(ids: readonly string[], className: string): Promise<DatasetState> {
    await this.#shelf.relabel(ids, requireClassName(className));
    return this.#state();
  }

  async remove(ids: readonly string[]): Promise<DatasetState> {
    await this.#shelf.remove(ids);
    return this.#state();
  }

  async dataset(): Promise<DatasetState> {
    return this.#state();
  }

  async describeWeights(model: ModelChoice, onProgress?: DownloadProgress) {
    const checkpoint = await openWeights(model.weights, onProgress);
    return checkpoint === null ? null : describeWeights(checkpoint, model, this.#classCount());
  }

  async describeModel(model: ModelChoice) {
    await this.#ensureStarted();
    return this.#describer.describe(this.#spec(model), imageSizeOf(model));
  }

  async describeRecipe(choice: RecipeChoice, model: ModelChoice) {
    return this.#describeRecipe(choice, model, (recipe) => recipe);
  }

  async changeRecipe(choice: RecipeChoice, change: RecipeChange, model: ModelChoice) {
    return this.#describeRecipe(choice, model, (recipe) => changedRecipe(recipe, change));
  }

  keepChoices(choices: Choices): Promise<void> {
    return keepChoices(this.#files, choices);
  }

  async train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    this.#requireIdle();
    try {
      return await this.#follow(await this.#begin(job), onEvent);
    } catch (error) {
      return failed(null, error);
    }
  }

  async pause(): Promise<void> {
    this.#session?.end('paused');
  }

  async stop(): Promise<void> {
    this.#session?.end('stopped');
  }

  async resume(runId: string, onEvent: (event: TrainingEvent) => void, { rewinds = false } = {}): Promise<TrainingOutcome> {
    this.#requireIdle();
    const { lost } = await this.#ensureStarted();
    const kept = await KeptRun.open(this.#files, runId);
    const { model, preprocessing } = kept.run.config;
    const dataset = await this.#openFor(kept.run.config, preprocessing);
    const network = buildModel(model);
    if ((await kept.run.loadCheckpoint()) === null) await loadPretrained(network, await readCheckpoint(await kept.run.files.source(startFile)));
    await kept.become('training');
    return this.#follow(new TrainingSession({ kept, network, dataset, resume: true, rewinds, lost }), onEvent);
  }

  async runs(): Promise<readonly RunSummary[]> {
    const summaries: RunSummary[] = [];
    for (const id of await runIds(this.#files)) {
      const kept = await KeptRun.open(this.#files, id);
      summaries.push(await kept.summary(this.#session?.runId === id));
    }
    return summaries;
  }

  async removeRun(runId: string): Promise<readonly RunSummary[]> {
    if (this.#session?.runId === runId) this.#requireIdle();
    await removeRun(this.#files, runId);
    return this.runs();
  }

  async evaluate(runId: string) {
    const kept = await KeptRun.open(this.#files, runId);
    const network = await this.#network(kept, 'best');
    const { classes, preprocessing } = kept.run.config;
    const { files, idAt } = layOut(this.#shelf.photos);
    const images = await browserEvaluation({ ...preprocessing, files, classes, name: 'photos' });
    const { evaluateRun } = await import('./understand/evaluate-run.ts');
    return evaluateRun(network, images, { idAt, batchSize: evaluationBatch });
  }

  async explain(runId: string, imageId: string, weights: ExplainedWeights) {
    const kept = await KeptRun.open(this.#files, runId);
    const { explainImage } = await import('./understand/explain-image.ts');
    return explainImage(await this.#network(kept, weights), await decodeImageFile(this.#photo(imageId)), kept.run.config);
  }

  async explainFrame(runId: string, frame: ImageBitmap) {
    const kept = await KeptRun.open(this.#files, runId);
    const image = frameFromBitmap(frame);
    frame.close();
    const { explainImage } = await import('./understand/explain-image.ts');
    return explainImage(await this.#network(kept, 'best'), image, kept.run.config);
  }

  async exportRun(runId: string, format: ExportFormat) {
    const kept = await KeptRun.open(this.#files, runId);
    const { config } = kept.run;
    const { exportRun } = await import('./take-away/export-run.ts');
    return exportRun({ kept, network: () => this.#network(kept, 'best'), dataset: () => this.#openFor(config, config.preprocessing) }, format);
  }

  async saveProject(): Promise<Blob> {
    const { zippedProject } = await import('./take-away/project-file.ts');
    return zippedProject(this.#files);
  }

  async openProject(file: Blob): Promise<ProjectState> {
    this.#requireIdle();
    const { unzipProject } = await import('./take-away/project-file.ts');
    await unzipProject(file, this.#files);
    this.#shown.forget();
    this.#shelf = await PhotoShelf.open(this.#files);
    return this.project();
  }

  async project(): Promise<ProjectState> {
    return { dataset: this.#state(), choices: await keptChoices(this.#files), runs: await this.runs() };
  }

  async #describeRecipe(choice: RecipeChoice, model: ModelChoice, change: (recipe: Recipe) => Recipe) {
    await this.#ensureStarted();
    const network = buildModel(this.#spec(model));
    try {
      return describeRecipe(change(await makeRecipe(choice, { network, data: null, pretrained: model.weights.kind !== 'none' })), network);
    } finally {
      disposeModule(network);
    }
  }

  /** A new run with all that its training needs. */
  async #begin(job: TrainingJob): Promise<TrainingSession> {
    const { started, lost } = await this.#ensureStarted();
    const checkpoint = await openWeights(job.model.weights);
    const dataset = await this.#open(preprocessingOf(checkpoint, imageSizeOf(job.model)));
    const chosen = modelSpec({ ...job.model, seed: job.seed }, dataset.classes.length);
    const spec = { ...chosen, ...(checkpoint === null ? {} : traitSpec(chosen.architecture, checkpoint)) };
    const network = buildModel(spec);
    try {
      if (checkpoint !== null) await loadPretrained(network, checkpoint);
      const recipe = await makeRecipe(job.recipe, { network, data: dataset, pretrained: checkpoint !== null });
      const config = runConfig(job, { spec, classes: dataset.classes, preprocessing: dataset.preprocessing, started });
      const kept = await KeptRun.create(this.#files, config, recipe);
      await kept.run.files.writeSafely(startFile, safetensorsParts(await saveModel(network)));
      return new TrainingSession({ kept, network, dataset, resume: false, rewinds: false, lost });
    } catch (error) {
      disposeModule(network);
      throw error;
    }
  }

  async #follow(session: TrainingSession, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    this.#shown.forget();
    this.#session = session;
    try {
      return await session.follow(onEvent);
    } finally {
      this.#session = null;
      this.#shown.forget();
    }
  }

  /** A running training changes the best weights, so they are read anew. */
  async #network(kept: KeptRun, weights: ExplainedWeights): Promise<Network> {
    await this.#ensureStarted();
    if (this.#session?.runId === kept.id) this.#shown.forget();
    return this.#shown.open(kept, weights);
  }

  async #open(preprocessing: Partial<Preprocessing>) {
    return browserDataset({ ...preprocessingFor(preprocessing), files: layOut(this.#shelf.photos).files, name: 'photos' });
  }

  /** The photos as a run saw them.
   *
   * @throws {ClassesChangedError} when they have other classes now. */
  async #openFor({ classes }: RunConfig, preprocessing: Preprocessing) {
    const dataset = await this.#open(preprocessing);
    if (dataset.classes.join('\n') !== classes.join('\n')) throw new ClassesChangedError(classes, dataset.classes);
    return dataset;
  }

  #state(): DatasetState {
    return datasetState(this.#shelf.photos, this.#shelf.unkept);
  }

  #photo(id: string): Blob {
    const photo = this.#shelf.find(id);
    if (photo === null) throw new Error('This photo is not here any more: it was removed.');
    return photo.file;
  }

  #spec(model: ModelChoice): ModelSpec {
    return modelSpec(model, this.#classCount());
  }

  #classCount(): number {
    return Math.max(2, new Set(this.#shelf.photos.map(({ className }) => className)).size);
  }

  async #ensureStarted(): Promise<RunningEngine> {
    return this.#running ?? this.#start('auto');
  }

  async #start(choice: BackendChoice): Promise<RunningEngine> {
    const running = await startChosen(choice);
    this.#running = running;
    void running.lost?.then(() => this.#leave(running));
    return running;
  }

  /** An engine that was lost is started anew when it is needed next. */
  #leave(running: RunningEngine): void {
    if (this.#running === running) this.#running = null;
  }

  #requireIdle(): void {
    if (this.#session !== null) throw new Error('A training is under way: pause or stop it first.');
  }
}

function imageSizeOf({ imageSize, architecture }: ModelChoice): number {
  return imageSize ?? defaultImageSize(parseArchitecture(architecture));
}
