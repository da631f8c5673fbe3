import { computed, signal } from '@preact/signals';

import type {
  BackendOffer,
  BrokenFile,
  DatasetState,
  Engine,
  ModelChoice,
  ModelDescription,
  RecipeChoice,
  RecipeDescription,
  RunSummary,
  StartedEngine,
  WeightsDescription,
} from '../engine/protocol.ts';

export type ScreenName = 'gather' | 'choose' | 'train' | 'understand' | 'take-away';

export const screens: readonly ScreenName[] = ['gather', 'choose', 'train', 'understand', 'take-away'];

export const engine = signal<Engine | null>(null);
export const screen = signal<ScreenName>('gather');
/** The newest sentence for the status line, which screen readers speak. */
export const notice = signal<{ readonly text: string; readonly isFault: boolean } | null>(null);

export const dataset = signal<DatasetState>({ classes: [], images: [], warnings: [] });
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
export const recipe = signal<RecipeChoice>({ kind: 'named', name: 'three-stage-small' });
export const batchSize = signal(16);
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
export const canTrain = computed(() => dataset.value.classes.filter(({ images }) => images > 0).length > 1);
/** Runs that can be looked at: an epoch of them has ended. */
export const lookableRuns = computed(() => runs.value.filter(({ epochs }) => epochs.length > 0));
export const shownRun = computed(() => lookableRuns.value.find(({ id }) => id === chosenRun.value) ?? lookableRuns.value[0] ?? null);
