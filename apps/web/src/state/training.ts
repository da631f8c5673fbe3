import { signal } from '@preact/signals';

import type { BackendChoice } from '../engine/protocol/backends.ts';
import type { Engine } from '../engine/protocol/engine.ts';
import type { RunEpoch } from '../engine/protocol/runs.ts';
import type { TrainingEvent, TrainingOutcome, WatchedPhoto } from '../engine/protocol/training.ts';
import { runEpoch } from '../engine/runs/run-epoch.ts';
import { recipeName } from '../language/language.ts';
import { askEngine } from './ask-engine.ts';
import { choicesMade } from './describe-choices.ts';
import { judge } from './judgement.ts';
import { type WayOn, batchSize, chosenRun, model, notice, recipe, run, runs, shownRun, started } from './project.ts';
import { again, reload } from './tell-fault.ts';

export interface LiveTraining {
  /** Of the run that goes on; empty until it has begun. */
  readonly stages: readonly { readonly name: string; readonly epochs: number }[];
  /** Photos that were looked at to measure how fast the body may learn, until that is known. */
  readonly measuring: { readonly done: number; readonly images: number } | null;
  /** What was measured: by what its rates are multiplied. */
  readonly bodyRateScale: number | null;
  readonly stage: string;
  readonly stageIndex: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Share that is done of the epoch, or of the features that are kept for all epochs. */
  readonly share: number;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Share that is done of the whole training. */
  readonly overall: number | null;
}

const waiting: LiveTraining = {
  stages: [],
  measuring: null,
  bodyRateScale: null,
  stage: '',
  stageIndex: 0,
  epoch: 0,
  epochs: 0,
  share: 0,
  imagesPerSecond: null,
  secondsLeft: null,
  overall: null,
};

/** null while nothing trains. */
export const live = signal<LiveTraining | null>(null);
export const liveEpochs = signal<readonly RunEpoch[]>([]);
/** One of each class, as it was seen last. */
export const watched = signal<readonly WatchedPhoto[]>([]);
export const outcome = signal<TrainingOutcome | null>(null);

/** How the training that runs has been told to end, until it has. */
export const ending = signal<'paused' | 'stopped' | null>(null);

/** Trains with the present choices until the run ends, is paused or stopped. Does nothing while one
 * runs or begins. */
export async function startTraining(): Promise<void> {
  if (live.value !== null) return;
  live.value = waiting;
  await choicesMade();
  liveEpochs.value = [];
  void navigator.storage?.persist?.(); // what a training keeps is not to be cleared away for other sites' sake
  const job = { model: model.value, recipe: recipe.value, batchSize: batchSize.value, seed: model.value.seed ?? 0 };
  return follow((engine) => engine.training.start(job, show));
}

/** Goes on with a run where its checkpoint stands. */
export async function resumeTraining(runId: string, options: { readonly rewinds?: boolean } = {}): Promise<void> {
  if (live.value !== null) return;
  liveEpochs.value = run.value?.epochs ?? [];
  const { stages = [], bodyRateScale = null } = runs.value.find(({ id }) => id === runId) ?? {};
  live.value = { ...waiting, stages, bodyRateScale };
  return follow((engine) => engine.training.resume(runId, show, options));
}

/** Tells the training to end, once. */
export async function endTraining(state: 'paused' | 'stopped'): Promise<void> {
  if (live.value === null || ending.value !== null) return;
  ending.value = state;
  await askEngine(
    (engine) => (state === 'paused' ? engine.training.pause() : engine.training.stop()),
    again(() => {
      ending.value = null;
      return endTraining(state);
    }),
  );
}

/** Starts an engine by name; the one before stays when it fails. */
export async function startEngine(choice: BackendChoice): Promise<void> {
  started.value = (await askEngine((engine) => engine.backends.start(choice), otherEngine(choice))) ?? started.value;
}

async function follow(training: (engine: Engine) => Promise<TrainingOutcome>): Promise<void> {
  [outcome.value, watched.value] = [null, []];
  live.value ??= waiting;
  if (started.value === null) await startEngine('auto');
  outcome.value = await askEngine(
    training,
    again(() => follow(training)),
  );
  [live.value, ending.value] = [null, null];
  await showRuns();
  chosenRun.value = outcome.value?.runId ?? chosenRun.value;
  if (shownRun.value !== null) void judge(shownRun.value.id);
}

async function showRuns(): Promise<void> {
  runs.value = (await askEngine((engine) => engine.runs.list(), again(showRuns))) ?? runs.value;
}

/** WebAssembly runs everywhere; where that is what failed, the page starts anew. */
function otherEngine(failed: BackendChoice): WayOn {
  return failed === 'auto' || failed === 'wasm' ? reload() : { name: ({ useWasm }) => useWasm, follow: () => void startEngine('wasm') };
}

function show(event: TrainingEvent): void {
  switch (event.kind) {
    case 'measuring':
      update({ measuring: { done: event.done, images: event.images } });
      break;
    case 'measured':
      update({ measuring: null, bodyRateScale: event.bodyRateScale });
      break;
    case 'stage-start':
      update({ stage: event.stage, stageIndex: event.stageIndex, epochs: event.epochs, epoch: 0, share: 0 });
      break;
    case 'features':
      update({ share: event.done / event.images });
      break;
    case 'step':
      update({ stage: event.stage, stageIndex: event.stageIndex, epoch: event.epoch, share: event.step / event.stepsPerEpoch });
      break;
    case 'epoch-end':
      liveEpochs.value = [...liveEpochs.value, runEpoch(event.stageIndex, event.result)];
      break;
    case 'watched':
      watched.value = event.photos;
      break;
    case 'rewound':
      notice.value = { text: ({ rewound }) => rewound(recipeName(event.fault.stage), event.epoch + 1, event.rateFactor), isFault: false };
      break;
    case 'split':
      notice.value = { text: ({ splitBatches }) => splitBatches(recipeName(event.stage), event.batchSize, event.partSize), isFault: false };
      break;
    case 'pace':
      update({ imagesPerSecond: event.imagesPerSecond, secondsLeft: event.secondsLeft, overall: event.overall });
      break;
    default:
  }
}

/** Events come by a port of their own: one may arrive after the training's outcome. */
function update(change: Partial<LiveTraining>): void {
  if (live.value !== null) live.value = { ...live.value, ...change };
}
