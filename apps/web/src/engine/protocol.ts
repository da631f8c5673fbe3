import type { NameChange } from '@attune/checkpoint';
import type { FileReasonKind, Preprocessing } from '@attune/data/browser';
import type { AttentionPlacement, GateSelection } from '@attune/nn';
import type { RecipeSource, TaskKind } from '@attune/run';
import type { FineTuneEvent, LabelFigures, NumberFigures } from '@attune/staged-finetune';
import type { AttentionKind, ModelSpec } from '@attune/zoo';

import type { CarriedError } from './engine-error.ts';

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

/** How much of the work on a file is done, of 1, and how many bytes of it are written. */
export type WriteProgress = (share: number, bytes: number) => void;

export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'webgl' | 'cpu';

export interface BackendOffer {
  readonly name: Exclude<BackendChoice, 'auto'>;
  /** Of the wasm backend; 1 without cross-origin isolation. */
  readonly threads: number;
  readonly available: boolean;
  /** Why it cannot be had, or what holds it back; null when nothing does. */
  readonly hindrance: Hindrance | null;
}

/** No such interface or adapter; one that only imitates a graphics card; a page without
 * cross-origin isolation, so without threads; no hope of speed. */
export type Hindrance = 'absent' | 'software' | 'not-isolated' | 'slow';

export type StartedEngine = Pick<BackendOffer, 'name' | 'threads' | 'hindrance'>;

export interface GatheredFile {
  /** With the folders that it was in, "/" between them: the last folder names its class
   * unless `className` does. */
  readonly path: string;
  readonly file: Blob;
  readonly className?: string;
  /** Images of one group (a burst of the camera) never straddle the split. */
  readonly group?: string;
}

export interface GatherOptions {
  /** Whether what comes in takes the place of the photos that are there. */
  readonly replaces?: boolean;
}

/** A file that is of no use, and why. */
export interface BrokenFile {
  readonly path: string;
  /** In English, with all that is known. */
  readonly reason: string;
  /** Why, of few kinds; left out where the reason is all there is. */
  readonly kind?: FileReasonKind | 'copy' | 'test-part' | 'gone' | 'unlisted' | 'no-number';
  /** Of a copy: the photo that is there already. */
  readonly twin?: string;
}

export interface GatherReport {
  readonly added: number;
  readonly broken: readonly BrokenFile[];
  /** Left out on purpose: no image, a copy of one that is there already, … */
  readonly skipped: readonly BrokenFile[];
  readonly dataset: DatasetState;
}

export interface DatasetImage {
  readonly id: string;
  readonly path: string;
  /** Empty where labels or values say more. */
  readonly className: string;
  readonly split: 'train' | 'validation';
  /** Where it may have several. */
  readonly labels?: readonly string[];
  /** Where it has numbers, by the name of each. */
  readonly values?: Readonly<Record<string, number>>;
}

/** Where the numbers of photos lie. */
export interface ValueRange {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

export interface DatasetState {
  /** What is said of each photo: one class, several, or numbers. */
  readonly task: TaskKind;
  /** In the order of the network's outputs; where photos have numbers, the targets. */
  readonly classes: readonly { readonly name: string; readonly images: number; readonly range?: ValueRange }[];
  readonly images: readonly DatasetImage[];
  /** What training would complain about. */
  readonly warnings: readonly DatasetWarning[];
  /** What keeps a training from starting; empty when nothing does. */
  readonly obstacles: readonly DatasetObstacle[];
  /** The median of the photos' shorter sides, in pixels; null where no size is known. */
  readonly usualSide: number | null;
}

export type DatasetObstacle =
  /** Of several labels or numbers: it takes one photo to train on and one to judge by. */
  | { readonly kind: 'too-few-photos' }
  /** Fewer than two classes have photos. */
  | { readonly kind: 'one-class' }
  | { readonly kind: 'no-images'; readonly className: string }
  /** It takes one photo to train on and one to judge by. */
  | { readonly kind: 'one-image'; readonly className: string }
  /** All photos of the class came from a validation folder. */
  | { readonly kind: 'none-to-train'; readonly className: string };

export type DatasetWarning =
  | { readonly kind: 'one-class'; readonly className: string }
  | { readonly kind: 'few-images'; readonly className: string; readonly images: number }
  /** No image of the class is held back: it has one, or all were meant for training. */
  | { readonly kind: 'not-judged'; readonly className: string }
  /** All images of the class are one burst: its last ones are held back, and look like the rest. */
  | { readonly kind: 'one-burst'; readonly className: string; readonly held: number }
  | { readonly kind: 'imbalance'; readonly most: string; readonly least: string; readonly times: number }
  /** The browser has no room: they are gone after a reload. */
  | { readonly kind: 'not-kept'; readonly images: number };

/** `sample` is the small network that comes along with the page. */
export type WeightsSource =
  /** `setAside`: not by choice, but because the sample's weights fit another architecture. */
  | { readonly kind: 'none'; readonly setAside?: true }
  | { readonly kind: 'sample' }
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob }
  | { readonly kind: 'url'; readonly url: string };

export interface WeightsDescription {
  /** null when its tensors' names and shapes fit none. */
  readonly architecture: string | null;
  /** Whose names it has: torchvision, timm, … */
  readonly flavour: string;
  readonly format: string;
  readonly classes: number | null;
  readonly tensors: number;
  /** What is renamed and left out when it is loaded. */
  readonly changes: readonly NameChange[];
  /** What a network for this file would be, when its names tell. */
  readonly suits: Partial<Pick<ModelChoice, 'architecture' | 'attention' | 'placement' | 'reduction' | 'attentionKernel' | 'attentionGates' | 'imageSize'>>;
  /** Whether the chosen architecture can take them. */
  readonly fits: boolean;
  /** Against the chosen architecture with the dataset's classes. */
  readonly plan: { readonly loaded: number; readonly fresh: number; readonly unused: number };
}

export interface ArchitectureOffer {
  readonly name: string;
  /** Side of the square images that it was made for, in pixels. */
  readonly imageSize: number;
  readonly placements: readonly AttentionPlacement[];
  /** The usual one of these. */
  readonly placement: AttentionPlacement;
}

export interface ModelChoice {
  readonly architecture: string;
  readonly weights: WeightsSource;
  readonly attention: AttentionKind;
  readonly placement: AttentionPlacement;
  readonly reduction: number;
  /** Of CBAM: the side of the convolution that scores positions, and which gates there are. As in
   * the weights when left out, else 7 and both. */
  readonly attentionKernel?: number;
  readonly attentionGates?: GateSelection;
  /** Ids of `ModelDescription.blocks` that carry a CBAM; all that can when left out. */
  readonly attentionBlocks?: readonly string[];
  /** Side of the square that the network sees; as the weights' card says when left out, else what
   * the architecture was made for. */
  readonly imageSize?: number;
  readonly seed?: number;
}

export interface ModelBlock {
  /** Its path in the state dict: `layer1.0`. */
  readonly id: string;
  readonly label: string;
  /** Which size of maps it belongs to, as `layer1`. */
  readonly stage: string;
  /** [height, width, channels] */
  readonly output: readonly [number, number, number];
  /** Without its CBAM. */
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly canAttend: boolean;
  readonly attends: boolean;
  /** What a CBAM in it costs, whether or not it has one. */
  readonly attentionParameters: number;
  readonly attentionMultiplyAdds: number;
}

export interface ModelDescription {
  readonly architecture: string;
  readonly imageSize: number;
  readonly blocks: readonly ModelBlock[];
  readonly parameters: number;
  readonly multiplyAdds: number;
  /** What its kind of attention takes beside the reduction. */
  readonly attentionTakes: readonly ('kernelSize' | 'gates')[];
  /** For one image in training. */
  readonly trainingBytes: number;
  /** How such a network is usually trained on so many photos: the name of a recipe with the epochs
   * of its stages, and images per step. */
  readonly suits: { readonly recipe: string; readonly epochs: readonly number[] | null; readonly batchSize: number };
}

/** `epochs` of each stage; the recipe's own when left out. */
export type RecipeChoice = RecipeSource & { readonly epochs?: readonly number[] };

/** What a stage may train: a group of it, or one of another stage that this one holds still. */
export interface RecipePart {
  readonly name: string;
  readonly trains: boolean;
  /** Where it is held still, the rate it has elsewhere. */
  readonly learningRate: number;
  /** Scalars that it trains in the chosen network. */
  readonly parameters: number;
}

export interface RecipeStage {
  readonly name: string;
  readonly epochs: number;
  /** Every part that any of the recipe's stages trains. */
  readonly parts: readonly RecipePart[];
  readonly schedule: string;
  readonly batchNorm: 'frozen' | 'update' | 'where-trained';
  readonly augment: boolean;
}

/** `stage` is its number, `part` the name of a part in it. */
export type RecipeChange =
  | { readonly stage: number; readonly kind: 'epochs'; readonly epochs: number }
  | { readonly stage: number; readonly kind: 'rate'; readonly part: string; readonly learningRate: number }
  | { readonly stage: number; readonly kind: 'thaw' | 'freeze'; readonly part: string };

export interface RecipeDescription {
  readonly name: string;
  readonly stages: readonly RecipeStage[];
  readonly yaml: string;
  /** Every recipe that goes by a name. */
  readonly names: readonly string[];
}

export interface TrainingJob {
  readonly model: ModelChoice;
  readonly recipe: RecipeChoice;
  readonly batchSize: number;
  readonly seed: number;
}

/** A photo of each class, as the network sees it during its training. */
export interface WatchedPhoto {
  readonly imageId: string;
  /** Its class, its labels or its numbers. */
  readonly className: string;
  readonly said: string;
  /** Null of several labels or numbers. */
  readonly probability: number | null;
  /** Whether what is said is so; null of numbers. */
  readonly isRight: boolean | null;
  readonly explanation: ImageExplanation;
}

/** What the trainer says, what it makes of a photo of each class, and how fast it goes. */
export type TrainingEvent =
  | FineTuneEvent
  | { readonly kind: 'watched'; readonly photos: readonly WatchedPhoto[] }
  | {
      readonly kind: 'pace';
      /** Null where a stage trains on features that are kept: it reads no images. */
      readonly imagesPerSecond: number | null;
      readonly secondsLeft: number;
      /** Share of the whole training's work that is done. */
      readonly overall: number;
    };

export type TrainingOutcome =
  | { readonly state: 'finished' | 'paused' | 'stopped'; readonly runId: string }
  | ({
      readonly state: 'failed';
      /** null when it failed before anything was kept. */
      readonly runId: string | null;
    } & CarriedError);

export interface OpenedRun {
  readonly runId: string;
  readonly runs: readonly RunSummary[];
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What was chosen when it was started, to be compared with what is chosen now; null where the
   * page does not know, as of runs that were trained elsewhere. */
  readonly choices: string | null;
  readonly state: 'training' | 'paused' | 'stopped' | 'finished' | 'failed';
  /** Whether it was cut off: the page was closed or loaded again while it went on. */
  readonly interrupted: boolean;
  readonly architecture: string;
  /** The network as it was built. */
  readonly model: ModelSpec;
  readonly classes: readonly string[];
  /** How a photo becomes what the network sees. */
  readonly preprocessing: Pick<Preprocessing, 'imageSize' | 'resizeSize' | 'mean' | 'std'>;
  readonly stages: readonly { readonly name: string; readonly epochs: number }[];
  /** Epochs that have ended, in order: the curves after a reload. */
  readonly epochs: readonly RunEpoch[];
  readonly bestValidationAccuracy: number | null;
  /** What it says of an image: one class, several, or numbers. */
  readonly task: TaskKind;
  /** Of what is not one class: mAP or R², of the best epoch. */
  readonly bestValidationMetric: number | null;
  /** Weights that are kept, in the order of the training. */
  readonly weights: readonly ExplainedWeights[];
}

export interface RunEpoch {
  readonly stageIndex: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** Of what is not one class: the metric that decides, and all by their names. */
  readonly metric: number | null;
  readonly figures: Readonly<Record<string, number>>;
}

/** What a run makes of the photos that were held back. */
export type Judgement = EvaluationReport | TargetReport;

/** The same of several labels or numbers. */
export interface TargetReport {
  readonly task: 'multi-label' | 'regression';
  /** Classes or targets. */
  readonly classes: readonly string[];
  readonly loss: number;
  /** mAP and F1, or R2 and MAE. */
  readonly figures: Readonly<Record<string, number>>;
  /** Of each class. */
  readonly labels: readonly LabelFigures[];
  /** Of each target. */
  readonly numbers: readonly NumberFigures[];
  /** Validation images, the largest loss first. */
  readonly predictions: readonly {
    readonly imageId: string;
    readonly loss: number;
    /** For each class 1 or 0, or the number of each target. */
    readonly truth: readonly number[];
    /** A probability of each class, or the number. */
    readonly said: readonly number[];
  }[];
}

export interface EvaluationReport {
  readonly task: 'single-label';
  readonly classes: readonly string[];
  readonly accuracy: number;
  readonly loss: number;
  /** Rows are true classes, columns what the network says; each the number of validation images. */
  readonly confusion: readonly (readonly number[])[];
  /** Validation images of classes that the run was not trained with, which are not judged. */
  readonly strangers: number;
  /** Validation images, the largest loss first. */
  readonly predictions: readonly {
    readonly imageId: string;
    readonly label: number;
    readonly predicted: number;
    readonly probability: number;
    readonly loss: number;
  }[];
}

export interface SuspectLabel {
  readonly imageId: string;
  readonly className: string;
  /** The class that it is probably of. */
  readonly suggested: string;
  readonly probability: number;
}

export type ExplainedWeights = number | 'best' | 'start';

/** Rows from the top, each value in [0, 1]: 0 stands for `from` and 1 for `to`. */
export interface MapPlane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly from: number;
  readonly to: number;
}

export interface ImageExplanation {
  /** Every class, the likeliest first; none of numbers. */
  readonly top: readonly { readonly className: string; readonly probability: number }[];
  /** The classes that it has, where it may have several, each with the probability it takes. */
  readonly labels: readonly { readonly className: string; readonly probability: number; readonly threshold: number; readonly has: boolean }[] | null;
  /** Where the network tells numbers. */
  readonly values: readonly { readonly target: string; readonly value: number }[] | null;
  /** Whether it is probably of no class, by what the validation photos were like; null where that
   * was not asked, or is not known. */
  readonly unknown: boolean | null;
  /** What the network saw, cropped and resized, as RGBA; the planes lie over it. */
  readonly picture: { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray };
  /** For the likeliest class. */
  readonly gradCam: MapPlane;
  /** One for each block of attention, the first layer first; empty without. */
  readonly attention: readonly { readonly kind: string; readonly block: string; readonly map: MapPlane }[];
}

export type ExportFormat = 'page.html' | 'onnx' | 'torch' | 'safetensors' | 'report.html' | 'run.zip';

/** What a page that classifies by itself says to people, and how likely its answer must be. */
export interface StandaloneWords {
  readonly title: string;
  readonly choose: string;
  readonly unsure: string;
  /** Of a photo with none of several labels. */
  readonly none: string;
  readonly sure: number;
  readonly language: string;
}

/** What the second step of the page decides; null follows the network. */
export interface Choices {
  readonly model: ModelChoice;
  readonly recipe: RecipeChoice | null;
  readonly batchSize: number | null;
}

export interface ProjectState {
  readonly dataset: DatasetState;
  /** Null in a project that has not come so far. */
  readonly choices: Choices | null;
  readonly runs: readonly RunSummary[];
}
