import { computed, signal } from '@preact/signals';

import type { CarriedError } from '../engine/errors/engine-error.ts';
import type { BackendOffer, StartedEngine } from '../engine/protocol/backends.ts';
import type { ArchitectureOffer, ModelChoice, ModelDescription, RecipeChoice, RecipeDescription, WeightsDescription } from '../engine/protocol/choices.ts';
import type { Engine } from '../engine/protocol/engine.ts';
import type { BrokenFile, DatasetState } from '../engine/protocol/photos.ts';
import type { RunSummary } from '../engine/protocol/runs.ts';
import type { Sentence } from '../language/language.ts';

/** A press that leads on. */
export interface WayOn {
  readonly name: Sentence;
  readonly follow: () => void;
}

/** What has been done. */
export interface News {
  readonly text: Sentence;
  readonly isFault: false;
  /** Whether what it tells of can be taken back. */
  readonly canUndo?: boolean;
  readonly wayOn?: WayOn;
}

/** What went wrong. There is none without something to press that helps. */
export interface Fault {
  readonly text: Sentence;
  readonly isFault: true;
  /** Where the worker said it; null where the page found it. */
  readonly error: CarriedError | null;
  /** What was asked for, once more or otherwise. */
  readonly wayOn: WayOn;
}

export type Notice = News | Fault;

export const engine = signal<Engine | null>(null);
/** The newest sentence for the status line, which screen readers speak. */
export const notice = signal<Notice | null>(null);

const noPhotos: DatasetState = { task: 'single-label', classes: [], images: [], warnings: [], obstacles: [{ kind: 'one-class' }], usualSide: null };
export const dataset = signal(noPhotos);
export const broken = signal<readonly BrokenFile[]>([]);
export const skipped = signal<readonly BrokenFile[]>([]);
export const gathering = signal<{ readonly done: number; readonly total: number } | null>(null);

/** The network that the sample's weights are of. */
export const sampleArchitecture = 'resnet20';
export const model = signal<ModelChoice>({
  architecture: sampleArchitecture,
  weights: { kind: 'sample' },
  attention: 'identity',
  placement: 'after-block',
  reduction: 16,
});
export const architectures = signal<readonly ArchitectureOffer[]>([]);
export const architecture = computed(() => architectures.value.find(({ name }) => name === model.value.architecture) ?? null);
/** Null follows the network. */
export const chosenRecipe = signal<RecipeChoice | null>(null);
export const chosenBatchSize = signal<number | null>(null);
/** How a network like the chosen one is usually trained. */
export const suits = computed(() => modelDescription.value?.suits ?? { recipe: 'three-stage-small', epochs: null, batchSize: 16 });
export const recipe = computed<RecipeChoice>(() => chosenRecipe.value ?? usualRecipe(suits.value));
export const batchSize = computed(() => chosenBatchSize.value ?? suits.value.batchSize);
export const modelDescription = signal<ModelDescription | null>(null);
/** How far weights from an address are, in bytes; the total where the host tells it. */
export const download = signal<{ readonly done: number; readonly total: number | null } | null>(null);
export const weightsDescription = signal<WeightsDescription | null>(null);
/** How many choices the worker has yet to take or refuse. */
export const choicesPending = signal(0);
export const recipeDescription = signal<RecipeDescription | null>(null);

export const offers = signal<readonly BackendOffer[]>([]);
export const started = signal<StartedEngine | null>(null);
export const runs = signal<readonly RunSummary[]>([]);
export const chosenRun = signal<string | null>(null);

export const run = computed(() => runs.value.find(({ id }) => id === chosenRun.value) ?? runs.value[0] ?? null);
export const canTrain = computed(() => dataset.value.obstacles.length === 0);
/** Weights that the chosen architecture cannot take; null where they fit. */
export const misfit = computed(() => (weightsDescription.value?.fits === false ? weightsDescription.value : null));

/** Of a network for small pictures, and of photos that are much larger. */
const [smallPicture, largePhoto] = [64, 160];
/** Sides in pixels where photos lose most of their detail to a small network; null where not. */
export const lostDetail = computed(() => {
  const [photo, network] = [dataset.value.usualSide ?? 0, modelDescription.value?.imageSize ?? Infinity];
  return network <= smallPicture && photo >= largePhoto ? { photo, network } : null;
});
/** Runs that can be looked at: an epoch of them has ended. */
export const lookableRuns = computed(() => runs.value.filter(({ epochs }) => epochs.length > 0));
export const shownRun = computed(() => lookableRuns.value.find(({ id }) => id === chosenRun.value) ?? lookableRuns.value[0] ?? null);

/** What guessing gets, of photos like the present: the share of the largest class; of several
 * labels the mean of their shares, which is the mAP of a ranking by chance. Null of numbers. */
export const guessing = computed(() => {
  const { task, classes, images } = dataset.value;
  if (images.length === 0 || task === 'regression') return null;
  const shares = classes.map((ofClass) => ofClass.images / images.length);
  return task === 'single-label' ? Math.max(...shares) : shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
});

/** The same for a run of such a task; null where the photos have since been replaced by others. */
export function guessingOf(task: RunSummary['task']): number | null {
  return task === dataset.value.task ? guessing.value : null;
}

/** With the epochs that suit so many photos. */
export function usualRecipe({ recipe: name, epochs }: ModelDescription['suits']): RecipeChoice {
  return { kind: 'named', name, ...(epochs === null ? {} : { epochs }) };
}
