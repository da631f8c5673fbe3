import { saveModel } from '@attune/checkpoint';
import type { Preprocessing, RgbImage } from '@attune/data/browser';
import { type Network, disposeModule } from '@attune/nn';
import { type Calibration, type RunConfig, chooseRecipe, taskOf } from '@attune/run';
import { type Recipe, planRecipe } from '@attune/staged-finetune';
import { buildEmptyModel } from '@attune/zoo';

import { type RunningEngine, offerBackends, startChosen } from './backends/offer-backends.ts';
import { ClassesChangedError } from './errors/classes-changed-error.ts';
import { changedRecipe } from './choices/change-recipe.ts';
import { keepChoices, keptChoices } from './choices/kept-choices.ts';
import { ModelDescriber } from './choices/describe-model.ts';
import { architectureOffers } from './choices/architecture-offers.ts';
import { choicesMark } from './choices/choices-mark.ts';
import { describeWeights } from './choices/describe-weights.ts';
import { describeRecipe } from './choices/describe-recipe.ts';
import { drawnImageSize, drawnNetwork } from './choices/network-choices.ts';
import { type DownloadProgress, openWeights } from './choices/weights.ts';
import { PageError } from './errors/page-error.ts';
import { requireClassName } from './photos/class-name.ts';
import { datasetState } from './photos/dataset-state.ts';
import { inFileOrder } from './photos/divide.ts';
import { layOut, layOutFor } from './photos/lay-out.ts';
import { joined } from './photos/join-photos.ts';
import { type HeldPhoto, namesOf, outputNames, taskOfPhotos } from './photos/photo.ts';
import { PhotoShelf } from './photos/photo-shelf.ts';
import { requireTrainable } from './photos/require-trainable.ts';
import { renamed, withLabel, withoutLabel } from './photos/retell.ts';
import { thumbnail } from './photos/thumbnail.ts';
import type { BackendChoice, StartedEngine } from './protocol/backends.ts';
import type { Choices, ModelChoice, RecipeChange, RecipeChoice } from './protocol/choices.ts';
import type { Engine } from './protocol/engine.ts';
import type { DatasetState, GatherOptions, GatheredFile } from './protocol/photos.ts';
import type { ProjectState } from './protocol/project.ts';
import type { ExportFormat, OpenedRun, RunSummary, StandaloneWords } from './protocol/runs.ts';
import type { TrainingEvent, TrainingJob, TrainingOutcome } from './protocol/training.ts';
import type { ExplainedWeights, Judgement } from './protocol/understand.ts';
import type { WriteProgress } from './protocol/write-progress.ts';
import { LastRemoval } from './project/last-removal.ts';
import { openPrivateFiles } from './storage/private-files.ts';
import { ProjectFolders } from './project/project-folders.ts';
import { failed } from './errors/fault.ts';
import { KeptRun, discardRuns, removeRun, runIds, takeOutRun } from './runs/kept-run.ts';
import type { TrainingTimes } from './choices/training-times.ts';
import type { TrainingSession, TrainingSubject } from './training/training-session.ts';
import type { WatchedImages } from './training/watched-images.ts';
import { ShownNetwork } from './understand/shown-network.ts';
import { unlessLost } from './backends/unless-lost.ts';

const evaluationBatch = 16;

/** A run with weights of it. */
interface Explained {
  readonly kept: KeptRun;
  readonly weights: ExplainedWeights;
  readonly calibration: Calibration | null;
  readonly thresholds: readonly number[] | null;
  /** Which class the map explains; the likeliest when left out. */
  readonly classIndex?: number;
}

/** What only a training needs is loaded with the first, and what reads images with the first of
 * these. */
const trainingPrograms = () => Promise.all([import('./training/prepare-training.ts'), import('./training/training-session.ts')]);
const imagePrograms = () => import('@attune/data/browser');

/** Photos, networks and training behind the page, on the packages that the command is made of. What
 * only the last three steps need is loaded with them. */
export class WebEngine implements Engine {
  readonly #project: ProjectFolders;
  readonly #removal = new LastRemoval();
  readonly #hub: string | undefined;
  readonly #describer = new ModelDescriber();
  readonly #shown = new ShownNetwork();
  #times: TrainingTimes | null = null;
  #shelf: PhotoShelf;
  #running: RunningEngine | null = null;
  #starting: Promise<RunningEngine> | null = null;
  #session: TrainingSession | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** A training that begins or runs, and how it is to end where someone has said so. */
  #claim: { wanted: 'paused' | 'stopped' | null } | null = null;

  private constructor(project: ProjectFolders, shelf: PhotoShelf, hub: string | undefined) {
    this.#hub = hub;
    this.#project = project;
    this.#shelf = shelf;
  }

  /** @param hub the Hub that the page may fetch weights from; default: huggingface.co. */
  static async open(hub?: string): Promise<WebEngine> {
    const project = await ProjectFolders.open(await openPrivateFiles());
    const shelf = await PhotoShelf.open(project.files);
    await Promise.all([shelf.discard(), discardRuns(project.files)]);
    return new WebEngine(project, shelf, hub);
  }

  backends() {
    return offerBackends();
  }

  async start(choice: BackendChoice): Promise<StartedEngine> {
    this.#requireIdle();
    if (choice === 'auto') return (await this.#ready()).started;
    this.#shown.forget();
    return (await this.#start(choice)).started;
  }

  async gather(files: readonly GatheredFile[], onProgress: (done: number, total: number) => void, { replaces = false }: GatherOptions = {}) {
    await this.settle();
    const present = replaces ? [] : this.#shelf.photos;
    const known = new Map(present.map((photo) => [photo.id, photo]));
    const { tableAmong } = await imagePrograms();
    const table = files.some(({ className }) => className !== undefined) ? null : tableAmong(files);
    const gathered = await (table === null
      ? (await import('./photos/gather.ts')).gather(files, known, onProgress)
      : (await import('./photos/gather-table.ts')).gatherTable(files, table, { known, onProgress }));
    const { photos, broken, skipped } = joined(gathered, present);
    if (replaces) await this.#replace(photos);
    else await this.#shelf.add(photos);
    return { added: photos.length, broken, skipped, dataset: this.#state() };
  }

  async unpack(archive: Blob): Promise<GatheredFile[]> {
    const { unzip } = await import('./storage/zip.ts');
    const files: GatheredFile[] = [];
    await unzip(archive, async (path, bytes) => void files.push({ path, file: new Blob([bytes]) }));
    return files;
  }

  async thumbnail(id: string, pixels: number): Promise<Blob> {
    return thumbnail(this.#photo(id), pixels);
  }

  async makeClass(name: string): Promise<DatasetState> {
    await this.settle();
    await this.#shelf.makeClass(requireClassName(name));
    return this.#state();
  }

  async removeClass(name: string): Promise<DatasetState> {
    if (taskOfPhotos(this.#shelf.photos) !== 'single-label') return this.#forget(name);
    const ids = this.#shelf.photos.filter(({ className }) => className === name).map(({ id }) => id);
    return this.#take(ids, () => this.#shelf.forgetClass(name));
  }

  async relabel(ids: readonly string[], className: string): Promise<DatasetState> {
    const label = requireClassName(className);
    return this.#change(() => this.#shelf.retell(ids, (photo) => withLabel(photo, label)));
  }

  async unlabel(ids: readonly string[], label: string): Promise<DatasetState> {
    return this.#change(() => this.#shelf.retell(ids, (photo) => withoutLabel(photo, label)));
  }

  async renameClass(name: string, newName: string): Promise<DatasetState> {
    const ids = this.#shelf.photos.filter((photo) => namesOf(photo).includes(name)).map(({ id }) => id);
    const wanted = requireClassName(newName);
    return this.#change(async () => {
      await this.#shelf.forgetClass(name);
      await this.#shelf.makeClass(wanted);
      await this.#shelf.retell(ids, (photo) => renamed(photo, name, wanted));
    });
  }

  async remove(ids: readonly string[]): Promise<DatasetState> {
    return this.#take(ids);
  }

  async dataset(): Promise<DatasetState> {
    return this.#state();
  }

  async describeWeights(model: ModelChoice, onProgress?: DownloadProgress) {
    const checkpoint = await openWeights(model.weights, { hub: this.#hub, onProgress });
    return checkpoint === null ? null : describeWeights(checkpoint, model, this.#classCount());
  }

  async describeModel(model: ModelChoice) {
    return this.#compute(async () =>
      this.#describer.describe(drawnNetwork(model, this.#classCount()), {
        imageSize: drawnImageSize(model),
        weights: model.weights.kind,
        trainImages: this.#imageCounts().train,
      }),
    );
  }

  async describeRecipe(choice: RecipeChoice, model: ModelChoice) {
    return this.#describeRecipe(choice, model, (recipe) => recipe);
  }

  async changeRecipe(choice: RecipeChoice, change: RecipeChange, model: ModelChoice) {
    return this.#describeRecipe(choice, model, (recipe) => changedRecipe(recipe, change));
  }

  async architectures() {
    return architectureOffers;
  }

  keepChoices(choices: Choices): Promise<void> {
    return keepChoices(this.#project.files, choices);
  }

  async estimate({ model, recipe }: Pick<TrainingJob, 'model' | 'recipe'>): Promise<number> {
    this.#requireIdle();
    const { TrainingTimes } = await import('./choices/training-times.ts');
    this.#times ??= new TrainingTimes();
    const times = this.#times;
    return this.#compute(({ started }) => {
      const on = { engine: `${started.name} ${started.threads}`, imageSize: drawnImageSize(model), images: this.#imageCounts() };
      return times.estimate({ spec: drawnNetwork(model, this.#classCount()), recipe, pretrained: model.weights.kind !== 'none' }, on);
    });
  }

  async train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    return this.#alone(async () => {
      try {
        return await this.#follow(await this.#compute((running) => this.#begin(job, running)), onEvent);
      } catch (error) {
        return failed(null, error);
      }
    });
  }

  async pause(): Promise<void> {
    this.#end('paused');
  }

  async stop(): Promise<void> {
    this.#end('stopped');
  }

  async resume(runId: string, onEvent: (event: TrainingEvent) => void, { rewinds = false } = {}): Promise<TrainingOutcome> {
    return this.#alone(async () => {
      const kept = await this.#openRun(runId);
      const dataset = await this.#openFor(kept.run.config, kept.run.config.preprocessing);
      try {
        return await this.#follow(await this.#compute((running) => this.#takeUp({ kept, dataset, rewinds }, running)), onEvent);
      } catch (error) {
        return failed(runId, error);
      }
    });
  }

  async runs(): Promise<readonly RunSummary[]> {
    const summaries: RunSummary[] = [];
    for (const id of await runIds(this.#project.files)) {
      const kept = await this.#openRun(id);
      summaries.push(await kept.summary(this.#session?.runId === id));
    }
    return summaries;
  }

  async removeRun(runId: string): Promise<readonly RunSummary[]> {
    if (this.#session?.runId === runId) this.#requireIdle();
    await this.settle();
    const { files } = this.#project;
    const undo = await takeOutRun(files, runId);
    await this.#removal.note({ undo, settle: () => discardRuns(files) });
    return this.runs();
  }

  async evaluate(runId: string) {
    const kept = await this.#openRun(runId);
    const { classes, preprocessing } = kept.run.config;
    const task = taskOf(kept.run.config);
    if (task.kind !== taskOfPhotos(this.#shelf.photos)) throw new ClassesChangedError(classes, outputNames(this.#shelf.photos));
    const { idAt, strangers, ...laidOut } = layOutFor(classes, this.#shelf.photos);
    const { browserEvaluation } = await imagePrograms();
    const images = await browserEvaluation({ ...preprocessing, ...laidOut, classes, name: 'photos' });
    const { evaluateRun, evaluateTargetRun } = await import('./understand/evaluate-run.ts');
    const thresholds = await kept.run.thresholds();
    return this.#inTurn(async () => {
      const network = await this.#network(kept, 'best');
      const judged = { idAt, strangers, batchSize: evaluationBatch };
      return this.#compute<Judgement>(() =>
        task.kind === 'single-label' ? evaluateRun(network, images, judged) : evaluateTargetRun(network, images, { ...judged, task, thresholds }),
      );
    });
  }

  async suspects(runId: string, onProgress: (done: number, total: number) => void) {
    const kept = await this.#openRun(runId);
    const { classes, preprocessing } = kept.run.config;
    const photos = this.#shelf.photos.filter(({ className }) => classes.includes(className)).toSorted(inFileOrder);
    const { suspectLabels } = await import('./understand/suspect-labels.ts');
    return this.#inTurn(async () => {
      const network = await this.#network(kept, 'best');
      return this.#compute(() => suspectLabels(network, photos, { classes, preprocessing, batchSize: evaluationBatch, onProgress }));
    });
  }

  async explain(runId: string, imageId: string, weights: ExplainedWeights, classIndex?: number) {
    const kept = await this.#openRun(runId);
    const { decodeImageFile } = await imagePrograms();
    const thresholds = weights === 'best' ? await kept.run.thresholds() : null;
    return this.#explain(
      { kept, weights, calibration: null, thresholds, ...(classIndex !== undefined && { classIndex }) },
      await decodeImageFile(this.#photo(imageId)),
    );
  }

  async explainFile(runId: string, file: Blob) {
    const kept = await this.#openRun(runId);
    const { decodeImageFile } = await imagePrograms();
    const { asJpeg } = await import('./photos/as-jpeg.ts');
    const { file: readable } = await asJpeg({ path: file instanceof File ? file.name : '', file });
    return this.#explainNew(kept, await decodeImageFile(readable));
  }

  async explainFrame(runId: string, frame: ImageBitmap) {
    const kept = await this.#openRun(runId);
    const { frameFromBitmap } = await imagePrograms();
    const image = frameFromBitmap(frame);
    frame.close();
    return this.#explainNew(kept, image);
  }

  async exportRun(runId: string, format: ExportFormat, words: StandaloneWords, onProgress: WriteProgress = () => {}) {
    const kept = await this.#openRun(runId);
    const { config } = kept.run;
    const { exportRun } = await import('./export/export-run.ts');
    const sources = { kept, words, onProgress, network: () => this.#network(kept, 'best'), dataset: () => this.#openFor(config, config.preprocessing) };
    return this.#inTurn(() => this.#compute(() => exportRun(sources, format)));
  }

  async openRun(given: readonly GatheredFile[]): Promise<OpenedRun> {
    await this.settle();
    const { files } = this.#project;
    const { addRun } = await import('./runs/add-run.ts');
    const runId = await addRun(files, given);
    await this.#removal.note({ undo: () => removeRun(files, runId), settle: async () => {} });
    return { runId, runs: await this.runs() };
  }

  async saveProject(onProgress?: WriteProgress): Promise<Blob> {
    await this.settle();
    const { zippedProject } = await import('./project/project-file.ts');
    return zippedProject(this.#project.files, onProgress);
  }

  async openProject(file: Blob, how: 'replace' | 'add'): Promise<ProjectState> {
    return this.#alone(async () => {
      await this.settle();
      const folder = this.#project.newFolder();
      try {
        await this.#unpack(file, folder, how);
      } catch (error) {
        await this.#project.remove(folder);
        throw error;
      }
      return this.project();
    });
  }

  async project(): Promise<ProjectState> {
    return { dataset: this.#state(), choices: await keptChoices(this.#project.files), runs: await this.runs() };
  }

  async undo(): Promise<ProjectState> {
    await this.#removal.undo();
    return this.project();
  }

  settle(): Promise<void> {
    return this.#removal.settle();
  }

  async #unpack(file: Blob, folder: string, how: 'replace' | 'add'): Promise<void> {
    const { files, folder: before } = this.#project;
    const { unzipProject } = await import('./project/project-file.ts');
    await unzipProject(file, this.#project.filesIn(folder));
    if (how === 'add') {
      const { addProject } = await import('./project/add-project.ts');
      const undo = await addProject(this.#project.filesIn(folder), { files, shelf: this.#shelf });
      await this.#removal.note({ undo, settle: async () => {} });
      return this.#project.remove(folder);
    }
    await this.#enter(folder);
    await this.#removal.note({ undo: () => this.#enter(before), settle: () => this.#project.removeOthers() });
  }

  /** The project of another folder; that of the present one stays where it is. */
  async #enter(folder: string): Promise<void> {
    const shelf = await PhotoShelf.open(this.#project.filesIn(folder));
    await this.#project.use(folder);
    this.#shelf = shelf;
    this.#shown.forget();
  }

  /** Takes photos out so that they can be put back. */
  async #take(ids: readonly string[], also = async () => {}): Promise<DatasetState> {
    return this.#change(async () => {
      await also();
      await this.#shelf.takeOut(ids);
    });
  }

  /** Puts photos in the place of all that are there. */
  async #replace(photos: readonly HeldPhoto[]): Promise<void> {
    const shelf = this.#shelf;
    const before = shelf.snapshot();
    await shelf.takeOut(shelf.photos.map(({ id }) => id));
    for (const name of before.made) await shelf.forgetClass(name);
    await shelf.add(photos);
    await this.#removal.note({ undo: () => shelf.restore(before), settle: () => shelf.discard() });
  }

  /** A label or a number that no photo has any more. */
  #forget(name: string): Promise<DatasetState> {
    const ids = this.#shelf.photos.map(({ id }) => id);
    return this.#change(async () => {
      await this.#shelf.forgetClass(name);
      await this.#shelf.retell(ids, (photo) => withoutLabel(photo, name));
    });
  }

  /** Changes what the shelf holds so that it can be as it was. */
  async #change(change: () => Promise<void>): Promise<DatasetState> {
    await this.settle();
    const shelf = this.#shelf;
    const before = shelf.snapshot();
    await change();
    await this.#removal.note({ undo: () => shelf.restore(before), settle: () => shelf.discard() });
    return this.#state();
  }

  #openRun(id: string): Promise<KeptRun> {
    return KeptRun.open(this.#project.files, id);
  }

  /** Does what nothing may run beside, from its first moment on. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    this.#requireIdle();
    this.#claim = { wanted: null };
    try {
      return await work();
    } finally {
      this.#claim = null;
    }
  }

  /** At once, or as soon as the training has begun. */
  #end(state: 'paused' | 'stopped'): void {
    if (this.#claim !== null) this.#claim.wanted = state;
    this.#session?.end(state);
  }

  async #describeRecipe(choice: RecipeChoice, model: ModelChoice, change: (recipe: Recipe) => Recipe) {
    return this.#compute(async () => {
      const network = buildEmptyModel(drawnNetwork(model, this.#classCount()));
      try {
        return describeRecipe(
          change(await chooseRecipe({ recipe: choice, epochs: choice.epochs })({ network, pretrained: model.weights.kind !== 'none' })),
          network,
        );
      } finally {
        disposeModule(network);
      }
    });
  }

  /** A new run with all that its training needs. */
  async #begin(job: TrainingJob, { started, lost }: RunningEngine): Promise<TrainingSession> {
    requireTrainable(this.#state());
    const [{ prepareTraining }, { TrainingSession }] = await trainingPrograms();
    const { prepared, config } = await prepareTraining(job, { openImages: (preprocessing) => this.#open(preprocessing), started, hub: this.#hub });
    const { network, dataset, recipe, plan } = prepared;
    try {
      const kept = await KeptRun.create(this.#project.files, { config, recipe, start: await saveModel(network), choices: choicesMark(job) });
      return new TrainingSession({ kept, network, dataset, plan, watched: await this.#watched(config), resume: false, rewinds: false, lost });
    } catch (error) {
      disposeModule(network);
      throw error;
    }
  }

  /** A run where it was left, or from its start. */
  async #takeUp({ kept, ...rest }: Pick<TrainingSubject, 'kept' | 'dataset' | 'rewinds'>, { lost }: RunningEngine): Promise<TrainingSession> {
    const [, { TrainingSession }] = await trainingPrograms();
    const network = buildEmptyModel(kept.run.config.model);
    try {
      if ((await kept.run.loadCheckpoint()) === null) await kept.loadStart(network);
      await kept.become('training');
      const watched = await this.#watched(kept.run.config);
      return new TrainingSession({ kept, network, plan: planRecipe(network, kept.run.recipe), watched, resume: true, lost, ...rest });
    } catch (error) {
      disposeModule(network);
      throw error;
    }
  }

  async #watched(config: RunConfig): Promise<WatchedImages> {
    const { classes, preprocessing, model } = config;
    const { WatchedImages } = await import('./training/watched-images.ts');
    return WatchedImages.open(this.#shelf.photos, { classes, preprocessing, model, task: taskOf(config) });
  }

  async #follow(session: TrainingSession, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    this.#shown.forget();
    this.#session = session;
    if (this.#claim?.wanted) session.end(this.#claim.wanted);
    try {
      return await session.follow(onEvent);
    } finally {
      this.#session = null;
      this.#shown.forget();
    }
  }

  /** A running training changes the best weights, so they are read anew. */
  async #network(kept: KeptRun, weights: ExplainedWeights): Promise<Network> {
    if (this.#session?.runId === kept.id) this.#shown.forget();
    return this.#compute(() => this.#shown.open(kept, weights));
  }

  /** An image that is of no class may come here, so its answer is no surer than those on the
   * validation photos tell. */
  async #explainNew(kept: KeptRun, image: RgbImage) {
    const [calibration, thresholds] = [await kept.run.calibration(), await kept.run.thresholds()];
    return this.#explain({ kept, weights: 'best', calibration, thresholds }, image);
  }

  async #explain({ kept, weights, ...fitted }: Explained, image: RgbImage) {
    const { explainImage } = await import('./understand/explain-image.ts');
    return this.#inTurn(async () => {
      const network = await this.#network(kept, weights);
      return this.#compute(() => explainImage(network, image, { ...kept.run.config, ...fitted, task: taskOf(kept.run.config) }));
    });
  }

  /** One thing after the other: the network that is shown gives way to the next one's. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #open(preprocessing: Preprocessing) {
    const { browserDataset } = await imagePrograms();
    const { idAt: _, ...laidOut } = layOut(this.#shelf.photos);
    return browserDataset({ ...preprocessing, ...laidOut, name: 'photos' });
  }

  /** The photos as a run saw them.
   *
   * @throws {ClassesChangedError} when they have other classes now. */
  async #openFor(config: RunConfig, preprocessing: Preprocessing) {
    const { classes } = config;
    if (taskOf(config).kind !== taskOfPhotos(this.#shelf.photos)) throw new ClassesChangedError(classes, outputNames(this.#shelf.photos));
    const dataset = await this.#open(preprocessing);
    if (dataset.classes.join('\n') !== classes.join('\n')) throw new ClassesChangedError(classes, dataset.classes);
    return dataset;
  }

  #state(): DatasetState {
    const { photos, made, unkept } = this.#shelf;
    return datasetState(photos, { made, unkept });
  }

  #photo(id: string): Blob {
    const photo = this.#shelf.find(id);
    if (photo === null) throw new PageError('photo-gone', 'This photo is not here any more: it was removed.');
    return photo.file;
  }

  #imageCounts(): { readonly train: number; readonly validation: number } {
    const { images } = this.#state();
    const train = images.filter(({ split }) => split === 'train').length;
    return { train, validation: images.length - train };
  }

  #classCount(): number {
    const { photos } = this.#shelf;
    return Math.max(taskOfPhotos(photos) === 'single-label' ? 2 : 1, outputNames(photos).length);
  }

  /** What is worked out on the running backend, for as long as nobody takes that away. */
  async #compute<T>(work: (running: RunningEngine) => Promise<T>): Promise<T> {
    const running = await this.#ready();
    return unlessLost(work(running), running.lost);
  }

  /** The backend that runs, else the best: started once, whoever asks meanwhile. */
  async #ready(): Promise<RunningEngine> {
    if (this.#running !== null) return this.#running;
    this.#starting ??= this.#start('auto').finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #start(choice: BackendChoice): Promise<RunningEngine> {
    const running = await startChosen(choice);
    this.#running = running;
    running.lost?.addEventListener('abort', () => this.#leave(running));
    return running;
  }

  /** After a loss the best there is starts when it is needed next. */
  #leave(running: RunningEngine): void {
    this.#shown.forget();
    if (this.#running === running) this.#running = null;
  }

  #requireIdle(): void {
    if (this.#claim !== null) throw new PageError('busy', 'A training is under way: pause or stop it first.');
  }
}
