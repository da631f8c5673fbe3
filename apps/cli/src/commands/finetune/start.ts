import { startBackend } from '@attune/backend';
import {
  type Augmentation,
  type AugmentationName,
  type ImageDataset,
  type KeepSide,
  type Preprocessing,
  type SplitBy,
  augmentationNamed,
  openDataset,
} from '@attune/data';
import type { Network } from '@attune/nn';
import { emojiSample } from '@attune/sample';
import { type Recipe, planStage } from '@attune/staged-finetune';
import { type Architecture, type GuessedAttention, type ModelSpec, architectures, buildModel, describeWeights, requireFitting, traitSpec } from '@attune/zoo';
import { type RunConfig, attentionOf } from '@attune/run';

import type { CommandContext } from '../../command.ts';
import { loadWeights, openWeights, preprocessingOf } from '../../model/weights.ts';
import { flagOf } from '../../flag-of.ts';
import { userPath } from '../../paths.ts';
import { chooseRecipe } from '../../recipe-choice.ts';
import { plural } from '../../terminal/format.ts';
import { UsageError } from '../../usage-error.ts';
import { describeStart } from './describe-start.ts';
import type { StartOptions } from './options.ts';

/** Where a run begins: images, a network with its first weights, a recipe that fits it. */
export interface Start {
  readonly dataset: ImageDataset;
  readonly network: Network;
  readonly model: ModelSpec;
  readonly recipe: Recipe;
  readonly backend: string;
  readonly threads: number;
}

/** Opens all that training needs, and tells what it is.
 *
 * @throws {UsageError} when the parts do not fit. */
export async function openStart(data: string, options: StartOptions, { terminal }: CommandContext): Promise<Start> {
  const checkpoint = await openWeights(options.weights);
  const architecture = options.arch ?? (checkpoint === null ? missingArchitecture() : describeWeights(checkpoint).architecture);
  const makeRecipe = await chooseRecipe(options);
  const imageSize = options.imageSize ?? (data === sampleName ? 32 : architectures[architecture].imageSize);
  requireFitting(architecture, { ...options, imageSize }, { spell: flagOf });
  const { seed, skipBroken, gif, dropDuplicates, augment, mixup, cutmix, loaderThreads } = options;
  const dataset = await openData(data, {
    imageSize,
    seed,
    skipBroken,
    gif,
    dropDuplicates,
    splitBy: 'name',
    augment,
    mixup,
    cutmix,
    loaderThreads,
    preprocessing: checkpoint === null ? {} : preprocessingOf(checkpoint, imageSize),
  });
  const { backend, threads } = await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const chosen = modelSpec(architecture, dataset.classes.length, { ...options, found: checkpoint === null ? null : attentionOf(checkpoint) });
  const model = { ...chosen, ...(checkpoint === null ? {} : traitSpec(architecture, checkpoint)) };
  const network = buildModel(model);
  const loaded = await loadWeights(network, checkpoint);
  const recipe = await makeRecipe({ network, data: dataset, pretrained: checkpoint !== null });
  for (const stage of recipe.stages) planStage(network, stage);
  describeStart(terminal, { dataset, backend: `${backend}, ${plural(threads, 'thread')}`, model, loaded, weights: options.weights });
  return { dataset, network, model, recipe, backend, threads };
}

function missingArchitecture(): never {
  throw new UsageError('--weights none needs an architecture: pass --arch, such as --arch resnet18.');
}

export const sampleName = 'sample:emoji';

interface DataOptions {
  readonly imageSize: number;
  /** What the weights ask for beside the size. */
  readonly preprocessing?: Partial<Preprocessing>;
  readonly seed: number;
  readonly skipBroken: boolean;
  readonly gif?: boolean | undefined;
  readonly dropDuplicates?: boolean | undefined;
  /** What decides which images are held back. A run of before that does not say was divided by position. */
  readonly splitBy: SplitBy;
  /** The side of an image that had one before. */
  readonly keep?: KeepSide | undefined;
  readonly augment?: AugmentationName | undefined;
  readonly mixup?: number | undefined;
  readonly cutmix?: number | undefined;
  readonly loaderThreads?: number | undefined;
}

export async function openData(data: string, options: DataOptions): Promise<ImageDataset> {
  const { imageSize, seed, skipBroken, gif = false, dropDuplicates, splitBy, keep, loaderThreads, preprocessing = {} } = options;
  const chosen = chosenAugmentation(options);
  if (data === sampleName) return emojiSample({ size: imageSize, preprocessing: { ...preprocessing, imageSize }, ...chosen });
  return openDataset(dataPath(data), {
    ...preprocessing,
    imageSize,
    splitSeed: seed,
    splitBy,
    keep,
    skipBroken,
    gif,
    dropDuplicates,
    loaderThreads,
    ...chosen,
  });
}

/** Which images a run reads and which it holds back, as its `run.json` says. */
export function dataRules({
  skipBroken,
  gif,
  dropDuplicates,
  splitBy = 'position',
}: RunConfig['training']): Pick<DataOptions, 'skipBroken' | 'gif' | 'dropDuplicates' | 'splitBy'> {
  return { skipBroken, gif, dropDuplicates, splitBy };
}

function chosenAugmentation({ imageSize, augment, mixup, cutmix }: DataOptions): { readonly augmentation?: Augmentation } {
  const mixes = mixup !== undefined || cutmix !== undefined;
  if (augment === undefined && !mixes) return {};
  const augmentation = augmentationNamed(augment ?? 'standard', { imageSize });
  if (!mixes) return { augmentation };
  if (augmentation.kind === 'none') throw new UsageError('--augment none contradicts --mixup and --cutmix, which vary images: leave one of them out.');
  return { augmentation: { ...augmentation, mix: { mixup, cutmix } } };
}

export function dataPath(data: string): string {
  return data === sampleName ? data : userPath(data);
}

/** What the user says, else what the weights have, else the identity variant in its usual place. */
function modelSpec(architecture: Architecture, classes: number, options: StartOptions & { readonly found: GuessedAttention | null }): ModelSpec {
  const { placement, dropout, stochasticDepth, seed } = options;
  const found = options.attention === undefined || options.attention === options.found?.variant ? options.found : null;
  return {
    architecture,
    classes,
    attention: options.attention ?? found?.variant ?? 'identity',
    reduction: options.reduction ?? found?.reduction ?? 16,
    placement: placement ?? found?.placement ?? architectures[architecture].placement,
    attentionStages: options.attentionStages ?? found?.stages,
    attentionBlocks: options.attentionBlocks ?? (options.attentionStages === undefined ? found?.blocks : undefined),
    dropout,
    stochasticDepth,
    seed,
  };
}

export function defaultBatchSize(imageSize: number): number {
  return imageSize < 64 ? 64 : 16;
}
