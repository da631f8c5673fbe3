import type { ImageDataset } from '@attune/data';
import { type Network, gatesOf, namedModules, BatchNorm2d, namedVariables } from '@attune/nn';
import type { Run } from '@attune/run';
import { type ParameterGroup, type Stage, type StagePlan, classWeightsOf, planRecipe } from '@attune/staged-finetune';

import { packageVersion } from '../../package-version.ts';

/** A part's images: paths from the folder of the images, or from the project. */
export interface ProjectPart {
  readonly paths: readonly string[];
  readonly labels: readonly number[];
  /** Of several labels or numbers, a row for each image. */
  readonly targets?: readonly (readonly number[])[];
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
    ...(config.task === undefined ? {} : { task: config.task }),
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
  const { name, epochs, optimizer, schedule, warmUp, carryOver, clipNorm, augment, accumulate, labelSmoothing, focal, huber } = plan.stage;
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
    ...(focal === undefined ? {} : { focal }),
    ...(huber === undefined ? {} : { huber }),
    ...(classWeights === null ? {} : { classWeights }),
    norms: movingNorms(network, plan),
    groups: plan.groups.map(({ name: group, parameters, learningRate, weightDecay, undecayed, clipNorm: own }, index) => ({
      ...ownSchedule(plan.stage.groups[index]!),
      name: group,
      learningRate,
      weightDecay,
      ...(own === undefined ? {} : { clipNorm: own }),
      parameters: [...parameters.keys()],
      undecayed: [...undecayed],
    })),
  };
}

/** What a group has in place of the stage's. */
function ownSchedule({ schedule, warmUp }: ParameterGroup): Pick<ParameterGroup, 'schedule' | 'warmUp'> {
  return { ...(schedule === undefined ? {} : { schedule }), ...(warmUp === undefined ? {} : { warmUp }) };
}

/** Paths of the batch norms whose statistics follow the batches. */
function movingNorms(network: Network, { frozen }: StagePlan): string[] {
  const variables = new Map(namedVariables(network));
  const norms = [...namedModules(network)].filter(([, module]) => module instanceof BatchNorm2d).map(([path]) => path);
  return norms.filter((path) => !frozen.has(variables.get(`${path}.running_mean`)!));
}

/** What the program does with each setting of a stage: it has it, or leaves out what the words
 * say. */
const settings = {
  name: true,
  epochs: true,
  groups: true,
  optimizer: true,
  schedule: true,
  warmUp: true,
  carryOver: true,
  weightDecay: true,
  noDecay: true,
  clipNorm: true,
  batchNorm: true,
  augment: true,
  augmentedViews: 'augmented views that come again',
  accumulate: true,
  labelSmoothing: true,
  focal: true,
  huber: true,
  classWeights: true,
  ema: 'a moving average of the weights (--ema)',
  swa: 'the mean of the weights of the last epochs (--swa)',
  earlyStopping: 'early stopping',
  restoreBest: 'the best weights put back after a stage',
} as const satisfies Record<keyof Stage, true | string>;

/** What a recipe asks for that the program does not do. */
export function leftOut({ recipe }: Pick<Run, 'recipe'>, { augmentation }: Pick<ImageDataset, 'augmentation'>): string[] {
  const unknown = (Object.keys(settings) as (keyof Stage)[]).filter((name) => recipe.stages.some(({ [name]: set }) => set !== undefined && set !== false));
  return [
    ...unknown.flatMap((name) => (settings[name] === true ? [] : [settings[name]])),
    ...(augmentation.kind !== 'none' && augmentation.mix !== undefined ? ['MixUp and CutMix (--mixup, --cutmix)'] : []),
  ];
}
