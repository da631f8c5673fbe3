import type { ImageDataset } from '@attune/data';
import { type Network, gatesOf, namedModules, BatchNorm2d, namedVariables } from '@attune/nn';
import type { Run } from '@attune/run';
import { type StagePlan, classWeightsOf, planRecipe } from '@attune/staged-finetune';

import { packageVersion } from '../../package-version.ts';

/** A part's images: paths from the folder of the images, or from the project. */
export interface ProjectPart {
  readonly paths: readonly string[];
  readonly labels: readonly number[];
}

export interface ProjectImages {
  /** Null where the images lie in the project. */
  readonly folder: string | null;
  readonly train: ProjectPart;
  readonly validation: ProjectPart;
}

/** What the program of a torch project reads: all that a run trains with, its recipe worked out for
 * its network. */
export function describeProject(
  { config, recipe }: Run,
  network: Network,
  { dataset, images }: { readonly dataset: ImageDataset; readonly images: ProjectImages },
) {
  const { model, classes, training } = config;
  return {
    format: 1,
    attune: packageVersion(),
    network: { ...model, gates: [...gatesOf(network).keys()] },
    classes,
    preprocessing: dataset.preprocessing,
    augmentation: dataset.augmentation,
    batchSize: training.batchSize,
    seed: training.seed,
    optimizer: recipe.optimizer,
    stages: planRecipe(network, recipe).map((plan) => describeStage(plan, network, dataset)),
    images,
  };
}

function describeStage(plan: StagePlan, network: Network, dataset: ImageDataset) {
  const { name, epochs, optimizer, schedule, warmUp, carryOver, clipNorm, augment, accumulate, labelSmoothing } = plan.stage;
  const classWeights = classWeightsOf(plan.stage, dataset);
  return {
    name,
    epochs,
    ...(optimizer === undefined ? {} : { optimizer }),
    schedule,
    ...(warmUp === undefined ? {} : { warmUp }),
    carryOver,
    ...(clipNorm === undefined ? {} : { clipNorm }),
    augment,
    accumulate,
    labelSmoothing,
    ...(classWeights === null ? {} : { classWeights }),
    norms: movingNorms(network, plan),
    groups: plan.groups.map(({ name: group, parameters, learningRate, weightDecay, undecayed }) => ({
      name: group,
      learningRate,
      weightDecay,
      parameters: [...parameters.keys()],
      undecayed: [...undecayed],
    })),
  };
}

/** Paths of the batch norms whose statistics follow the batches. */
function movingNorms(network: Network, { frozen }: StagePlan): string[] {
  const variables = new Map(namedVariables(network));
  const norms = [...namedModules(network)].filter(([, module]) => module instanceof BatchNorm2d).map(([path]) => path);
  return norms.filter((path) => !frozen.has(variables.get(`${path}.running_mean`)!));
}

/** What a recipe asks for that the program does not do. */
export function leftOut({ recipe }: Pick<Run, 'recipe'>, { augmentation }: Pick<ImageDataset, 'augmentation'>): string[] {
  const has = (what: (stage: Run['recipe']['stages'][number]) => boolean) => recipe.stages.some(what);
  return [
    ...(has(({ ema }) => ema !== undefined) ? ['averaged weights'] : []),
    ...(has(({ earlyStopping }) => earlyStopping !== undefined) ? ['early stopping'] : []),
    ...(has(({ restoreBest }) => restoreBest) ? ['the best weights put back after a stage'] : []),
    ...(has(({ augmentedViews }) => augmentedViews !== undefined) ? ['augmented views that come again'] : []),
    ...(augmentation.kind !== 'none' && augmentation.mix !== undefined ? ['MixUp and CutMix'] : []),
  ];
}
