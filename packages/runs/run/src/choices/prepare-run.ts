import { type LoadReport, type OurCheckpoint, loadPretrained, withImageChannels } from '@attune/checkpoint';
import type { Preprocessing } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { type Network, disposeModule } from '@attune/nn';
import { type KnownFeatures, type Recipe, type StagePlan, type TrainingData, planRecipe, requireObjectives } from '@attune/staged-finetune';
import { type ModelSpec, type Spelling, buildModel, requireFitting, requireOwnNetwork } from '@attune/zoo';

import { type ChosenImages, type ImageChoices, chooseImages } from './choose-images.ts';
import { type NetworkChoices, chooseArchitecture, chooseNetwork, networkChoices } from './choose-network.ts';
import { type ChosenRecipe, type RecipeChoices, chooseRecipe, recipeChoices } from './choose-recipe.ts';
import { identifyWeights } from './identify-weights.ts';
import { requireMaterial } from './material-error.ts';
import { pickChoices } from './pick-choices.ts';

/** All that a person may say of a run. */
export interface RunChoices extends NetworkChoices, ImageChoices, RecipeChoices {
  /** Default: 16, of small images 64. */
  readonly batchSize?: number | undefined;
}

export const runChoices = { ...networkChoices, ...recipeChoices, imageSize: true, mean: true, std: true, batchSize: true } as const satisfies Record<
  keyof RunChoices,
  true
>;

/** Images as a run trains on them. */
export type RunImages = TrainingData & { readonly preprocessing: Preprocessing };

/** What a run is made of, opened by whoever can. */
export interface RunMaterial<Images extends RunImages> {
  /** Weights under our names; null for a network that starts at random. */
  readonly checkpoint: OurCheckpoint | null;
  /** Is called once, when all that can be known before is known to fit. */
  readonly openImages: (preprocessing: Preprocessing) => Promise<Images>;
  /** Side of the images where the data come in one size. */
  readonly usualSize?: number | undefined;
  /** What messages call a choice. Default: its name in words. */
  readonly spell?: Spelling | undefined;
  /** Whether rates that are to be measured on the images are measured at once; false leaves it to
   * `measureRates`, once the run is kept. Default: true. */
  readonly measures?: boolean | undefined;
  /** Ends a measurement of the images with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the images that a measurement has looked at. */
  readonly onMeasure?: ((done: number, images: number) => void) | undefined;
}

const materialOptions = {
  checkpoint: true,
  openImages: true,
  usualSize: true,
  spell: true,
  measures: true,
  signal: true,
  onMeasure: true,
} satisfies Record<keyof RunMaterial<RunImages>, true>;

/** A run whose parts fit each other, ready for its first step. */
export interface PreparedRun<Images extends RunImages> {
  readonly model: ModelSpec;
  /** With its first weights. */
  readonly network: Network;
  /** What was loaded; null without weights. */
  readonly loaded: LoadReport | null;
  readonly dataset: Images;
  /** How images are shown to the network, and who decided. */
  readonly images: ChosenImages;
  readonly recipe: Recipe;
  /** Of each stage, in order. */
  readonly plan: readonly StagePlan[];
  readonly batchSize: number;
  /** What a measurement has computed of the training images: `fineTune` need not do it again. */
  readonly features: KnownFeatures | undefined;
}

/** The way from what a person chose to a run: a choice wins over the card of the weights, the card
 * over what is usual. A backend must have started. Nothing is written.
 *
 * @throws {UnknownOptionError} when a choice does not exist.
 * @throws {RunMaterialError} when `checkpoint` or `openImages` is left out.
 * @throws {UntoldArchitectureError} when neither choices nor weights tell the architecture.
 * @throws {ModelChoiceError} naming everything that the architecture cannot have, images too small
 * for it among them; no image was opened.
 * @throws {RecipeError} when the recipe is none, or does not fit the network or the task.
 * @throws {ForeignNetworkError} when the weights' shapes are of a network that none of ours is.
 * @throws {CheckpointMisfitError} when the weights are not of the chosen network. */
export async function prepareRun<Images extends RunImages>(choices: RunChoices, material: RunMaterial<Images>): Promise<PreparedRun<Images>> {
  refuseUnknownOptions('prepareRun', choices, runChoices);
  refuseUnknownOptions('prepareRun', material, materialOptions);
  requireMaterial(material);
  const { checkpoint, usualSize, spell, openImages, measures, signal, onMeasure } = material;
  if (checkpoint !== null) requireOwnNetwork(checkpoint);
  const identity = checkpoint === null ? null : identifyWeights(checkpoint);
  const architecture = chooseArchitecture(choices, identity);
  const images = chooseImages(choices, { architecture, identity, usualSize });
  const attention = choices.attention ?? identity?.attention?.variant ?? 'identity';
  requireFitting(architecture, { ...choices, attention, imageSize: images.preprocessing.imageSize }, spell === undefined ? {} : { spell });
  const makeRecipe = chooseRecipe(pickChoices(choices, recipeChoices));
  const dataset = await openImages(images.preprocessing);
  const model = chooseNetwork(choices, { architecture, identity, classes: dataset.classes.length });
  const started = await start(model, { checkpoint, makeRecipe, dataset, measures, signal, onMeasure });
  return { model, dataset, images, ...started, batchSize: choices.batchSize ?? usualBatchSize(dataset.preprocessing) };
}

interface StartParts {
  readonly checkpoint: OurCheckpoint | null;
  readonly makeRecipe: ChosenRecipe;
  readonly dataset: TrainingData;
  readonly measures: boolean | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onMeasure: RunMaterial<RunImages>['onMeasure'];
}

async function start(
  model: ModelSpec,
  { checkpoint, makeRecipe, dataset, measures, signal, onMeasure: onProgress }: StartParts,
): Promise<Pick<PreparedRun<RunImages>, 'network' | 'loaded' | 'recipe' | 'plan' | 'features'>> {
  const network = buildModel(model);
  try {
    const loaded = checkpoint === null ? null : await loadPretrained(network, withImageChannels(checkpoint, network.channels), { newHead: true });
    let features: KnownFeatures | undefined;
    const onFeatures = (known: KnownFeatures) => void (features = known);
    const recipe = await makeRecipe({ network, data: dataset, pretrained: checkpoint !== null, measures, signal, onProgress, onFeatures });
    requireObjectives(recipe, dataset);
    return { network, loaded, recipe, plan: planRecipe(network, recipe), features };
  } catch (error) {
    disposeModule(network);
    throw error;
  }
}

/** Of images below this side, in pixels, more make a batch. */
const smallImage = 64;

function usualBatchSize({ imageSize }: Preprocessing): number {
  return imageSize < smallImage ? 64 : 16;
}
