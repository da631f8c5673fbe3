import type { BackendChoice, BackendOffer, StartedEngine } from './backends.ts';
import type {
  ArchitectureOffer,
  Choices,
  ModelChoice,
  ModelDescription,
  RecipeChange,
  RecipeChoice,
  RecipeDescription,
  WeightsDescription,
} from './choices.ts';
import type { DatasetState, GatherOptions, GatherReport, GatheredFile } from './photos.ts';
import type { ProjectState } from './project.ts';
import type { ExportFormat, OpenedRun, RunSummary, StandaloneWords } from './runs.ts';
import type { TrainingEvent, TrainingJob, TrainingOutcome } from './training.ts';
import type { ExplainedWeights, ImageExplanation, Judgement, SuspectLabel } from './understand.ts';
import type { WriteProgress } from './write-progress.ts';

/** What the page asks of the worker that holds images and networks. All that crosses is
 * plain data that structured cloning can carry; images are named by ids that are stable
 * for a file's path and contents. */
export interface Engine {
  /** webgpu → wasm threads → webgl → wasm, each probed: whether it can be had, and what stands in
   * the way or holds it back. */
  backends(): Promise<readonly BackendOffer[]>;
  /** Starts one ("auto": the one that runs, else the first of the offers that nothing holds back).
   *
   * @throws while something trains. */
  start(choice: BackendChoice): Promise<StartedEngine>;

  /** Reads headers and decodes each image once. Broken files are listed, never thrown. */
  gather(files: readonly GatheredFile[], onProgress: (done: number, total: number) => void, options?: GatherOptions): Promise<GatherReport>;
  /** The files of a zip archive. */
  unpack(archive: Blob): Promise<GatheredFile[]>;
  /** A small JPEG or PNG of an image, its longer side `pixels`. */
  thumbnail(id: string, pixels: number): Promise<Blob>;
  /** An empty class, which stays until it is removed. */
  makeClass(name: string): Promise<DatasetState>;
  /** A class with all of its photos; a label, or a number, from photos that keep the others. */
  removeClass(name: string): Promise<DatasetState>;
  /** A class that does not exist yet is made. Of photos with several labels it is one more of
   * them. */
  relabel(ids: readonly string[], className: string): Promise<DatasetState>;
  /** Takes a label from photos that may have several. */
  unlabel(ids: readonly string[], label: string): Promise<DatasetState>;
  /** A class by another name; one that is there already takes its photos in. */
  renameClass(name: string, newName: string): Promise<DatasetState>;
  remove(ids: readonly string[]): Promise<DatasetState>;
  dataset(): Promise<DatasetState>;

  /** What a choice's weights are, and how they fit its network: the loading plan's
   * counts. Null for none.
   *
   * @throws the package's own clear error for a bad file. */
  describeWeights(model: ModelChoice, onProgress?: (done: number, total: number | null) => void): Promise<WeightsDescription | null>;
  /** Blocks with their cost, with and without CBAM in each. */
  describeModel(model: ModelChoice): Promise<ModelDescription>;
  /** A recipe by name or as YAML or JSON text, as table rows and as YAML: the same file
   * as the command's.
   *
   * @throws a RecipeError that lists every fault. */
  describeRecipe(recipe: RecipeChoice, model: ModelChoice): Promise<RecipeDescription>;
  /** The recipe with one thing changed in one of its stages.
   *
   * @throws a RecipeError when it is none any more. */
  changeRecipe(recipe: RecipeChoice, change: RecipeChange, model: ModelChoice): Promise<RecipeDescription>;

  /** Every network there is, in the order of a list to choose from. */
  architectures(): Promise<readonly ArchitectureOffer[]>;

  /** Remembers what is chosen, for a reload and for the project's file. */
  keepChoices(choices: Choices): Promise<void>;

  /** About how long such a training takes here with the present photos, in seconds, by one timed
   * pass of such a network.
   *
   * @throws while something trains. */
  estimate(choice: Pick<TrainingJob, 'model' | 'recipe'>): Promise<number>;

  /** Resolves when the run has ended, or was paused or stopped. */
  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome>;
  /** Writes a checkpoint and ends `train` with `{ state: 'paused' }`; `resume` goes on,
   * also after a reload. */
  pause(): Promise<void>;
  /** Ends it for good, with what it has learned. */
  stop(): Promise<void>;
  /** `rewinds`: when a loss is not finite, training resumes from the newest checkpoint at half the
   * learning rates. */
  resume(runId: string, onEvent: (event: TrainingEvent) => void, options?: { readonly rewinds?: boolean }): Promise<TrainingOutcome>;
  /** Kept in the browser's own storage, newest first; they survive a reload. */
  runs(): Promise<readonly RunSummary[]>;
  removeRun(runId: string): Promise<readonly RunSummary[]>;

  evaluate(runId: string): Promise<Judgement>;
  /** Labels of photos that are probably wrong, the surest first: each photo as a linear classifier
   * on the run's features sees it that has not seen it. */
  suspects(runId: string, onProgress: (done: number, total: number) => void): Promise<readonly SuspectLabel[]>;
  /** One image's class probabilities, CBAM maps and Grad-CAM for the best weights, those before
   * training, or those at the end of a stage.
   *
   * @param classIndex which class or target Grad-CAM explains; the likeliest when left out. */
  explain(runId: string, imageId: string, stageIndex: ExplainedWeights, classIndex?: number): Promise<ImageExplanation>;
  /** The same for a photo that is not of the project, with the best weights. */
  explainFile(runId: string, file: Blob): Promise<ImageExplanation>;
  /** The same for a live camera frame, with the best weights. */
  explainFrame(runId: string, frame: ImageBitmap): Promise<ImageExplanation>;

  exportRun(runId: string, format: ExportFormat, words: StandaloneWords, onProgress?: WriteProgress): Promise<{ readonly name: string; readonly blob: Blob }>;
  /** Adds a run of the command or of another page to this project, from the files of its folder.
   *
   * @throws when they are not a run; then nothing changes. */
  openRun(files: readonly GatheredFile[]): Promise<OpenedRun>;
  /** The whole project (images, labels, model choice, recipe, runs) as one zip, and back. */
  saveProject(onProgress?: WriteProgress): Promise<Blob>;
  /** Opens one in the place of the present one, or adds its photos and runs to this one. Until the
   * file is known to be a project, and all of it is kept, nothing changes. */
  openProject(file: Blob, how: 'replace' | 'add'): Promise<ProjectState>;
  project(): Promise<ProjectState>;

  /** Takes back the last removal of photos, a class or a run, or the last opening of a project.
   *
   * @throws when another change came after it. */
  undo(): Promise<ProjectState>;
  /** Frees what `undo` would need. */
  settle(): Promise<void>;
}
