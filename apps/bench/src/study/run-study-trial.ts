import { join } from 'node:path';

import { inOurNames, readCheckpoint } from '@attune/checkpoint';
import { countScalars, disposeModule, namedParameters } from '@attune/nn';
import { type PreparedRun, prepareRun } from '@attune/run';
import { sampleWeights } from '@attune/sample';
import { type EpochResult, NonFiniteLossError, type Recipe, evaluate, fineTune, metricOf, planRecipe } from '@attune/staged-finetune';

import type { OpenSet, SetPlace } from './open-study-set.ts';
import { type StudyResult, packBits } from './study-result.ts';
import type { StudyChoices, StudyImages } from './study-spec.ts';

/** What training says. */
export type TrialOutcome = Pick<
  StudyResult,
  'accuracy' | 'right' | 'images' | 'fold' | 'best' | 'curve' | 'trainLoss' | 'seconds' | 'processorSeconds' | 'parameters' | 'fault'
>;

export interface StudyTrialConfig {
  readonly seed: number;
  /** Folder of the real data. */
  readonly data: string;
  readonly open: (images: StudyImages, place: Pick<SetPlace, 'seed' | 'preprocessing'>) => Promise<OpenSet>;
}

/** Of arms that say nothing of it: they were trained before the recipe measured by itself. */
const unmeasured = 1;

/** Trains one trial in this process, whose backend has started. */
export async function runStudyTrial(choices: StudyChoices, { data, seed, open }: StudyTrialConfig): Promise<TrialOutcome> {
  const { images, weights, recipe, clipTogether = false, ...rest } = choices;
  const checkpoint = inOurNames(await readCheckpoint(weights === 'sample' ? sampleWeights() : join(data, weights)));
  let opened: OpenSet | undefined;
  const prepared = await prepareRun(
    { bodyRateScale: recipe === 'three-stage' ? unmeasured : undefined, ...rest, seed, recipe: { kind: 'named', name: recipe } },
    {
      checkpoint,
      openImages: async (preprocessing) => {
        opened = await open(images, { seed, preprocessing });
        return opened.dataset;
      },
    },
  );
  try {
    return await train(clipTogether ? clippedTogether(prepared) : prepared, opened!, seed);
  } finally {
    disposeModule(prepared.network);
  }
}

function clippedTogether<Images extends OpenSet['dataset']>(prepared: PreparedRun<Images>): PreparedRun<Images> {
  const stages = prepared.recipe.stages.map((stage) => ({ ...stage, groups: stage.groups.map(({ clipNorm: _own, ...group }) => group) }));
  const recipe: Recipe = { ...prepared.recipe, stages };
  return { ...prepared, recipe, plan: planRecipe(prepared.network, recipe) };
}

async function train(prepared: PreparedRun<OpenSet['dataset']>, { judged, fold }: OpenSet, seed: number): Promise<TrialOutcome> {
  const { network, dataset, recipe, plan, batchSize } = prepared;
  const epochs: EpochResult[] = [];
  const all = recipe.stages.reduce((sum, stage) => sum + stage.epochs, 0);
  const parameters = countScalars(namedParameters(network).values());
  const [started, usage] = [performance.now(), process.cpuUsage()];
  const spent = () => {
    const { user, system } = process.cpuUsage(usage);
    return { seconds: (performance.now() - started) / 1000, processorSeconds: (user + system) / 1e6 };
  };
  try {
    for await (const event of fineTune(network, dataset, recipe, { plan, batchSize, seed })) {
      if (event.kind !== 'epoch-end') continue;
      epochs.push(event.result);
      if (epochs.length < all) continue;
      const time = spent(); // the weights are those of the last epoch now, and of the best afterwards
      const { accuracy, predictions, count } = await evaluate(network, judged, { batchSize: 100 });
      const curve = epochs.map(metricOf);
      const right = packBits(Array.from(predictions, (prediction, index) => prediction === judged.labels[index]));
      return { accuracy, right, images: count, fold, best: Math.max(...curve), curve, trainLoss: event.result.trainLoss, ...time, parameters };
    }
    throw new Error(`A training ended after ${epochs.length} of ${all} epochs.`);
  } catch (error) {
    if (!(error instanceof NonFiniteLossError)) throw error;
    const curve = epochs.map(metricOf);
    return { accuracy: null, right: '', images: 0, fold, best: null, curve, trainLoss: null, ...spent(), parameters, fault: error.message };
  }
}
