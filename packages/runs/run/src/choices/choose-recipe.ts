import { refuseUnknownOptions } from '@attune/errors';
import {
  type BatchNormPolicy,
  type ClassWeights,
  type MeasureBodyRateOptions,
  type NoDecay,
  type Recipe,
  RecipeError,
  type RecipeSubject,
  type TrainingFeatures,
  parseRecipe,
  recipeNamed,
  recipeNames,
  trainsBody,
  withAttentionRateScale,
  withBatchNorm,
  withBodyRateScale,
  withEpochs,
  withMeasuredBodyRates,
  withRateScale,
  withTrainingFeatures,
} from '@attune/staged-finetune';

/** A recipe by its name, or as YAML or JSON. */
export type RecipeSource =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string; /** Where it was read, for messages. */ readonly file?: string };

/** What a person may say of a recipe: which, and what is changed in it. */
export interface RecipeChoices {
  readonly recipe: RecipeSource;
  readonly epochs?: readonly number[] | undefined;
  readonly rateScale?: number | undefined;
  /** `auto`: what is measured on the training images, before anything trains. Default:
   * as the recipe says; `three-stage` measures where the network has pretrained weights
   * and a body to train. */
  readonly bodyRateScale?: number | 'auto' | undefined;
  readonly attentionRateScale?: number | undefined;
  readonly batchNorm?: BatchNormPolicy | undefined;
  readonly labelSmoothing?: number | undefined;
  /** γ of the focal loss. */
  readonly focal?: number | undefined;
  /** δ of the Huber loss of numbers. */
  readonly huber?: number | undefined;
  readonly classWeights?: ClassWeights | undefined;
  readonly accumulate?: number | undefined;
  /** The decay of a moving average of the weights; true for the usual one. */
  readonly ema?: number | true | undefined;
  /** Averages the weights at the end of each epoch, from the second half of a stage on. */
  readonly swa?: boolean | undefined;
  readonly augmentedViews?: number | undefined;
  /** What weight decay leaves alone. */
  readonly undecayed?: readonly NoDecay[] | undefined;
  readonly weightDecay?: number | undefined;
  readonly clipNorm?: number | undefined;
}

export const recipeChoices = {
  recipe: true,
  epochs: true,
  rateScale: true,
  bodyRateScale: true,
  attentionRateScale: true,
  batchNorm: true,
  labelSmoothing: true,
  focal: true,
  huber: true,
  classWeights: true,
  accumulate: true,
  ema: true,
  swa: true,
  augmentedViews: true,
  undecayed: true,
  weightDecay: true,
  clipNorm: true,
} as const satisfies Record<keyof RecipeChoices, true>;

/** What a recipe may be made for. */
export interface RecipeUse extends RecipeSubject, Pick<MeasureBodyRateOptions, 'onProgress' | 'onFeatures'> {
  /** Without pretrained weights batch norms follow the batches: statistics that were never measured
   * are worth nothing. Default: true. */
  readonly pretrained?: boolean;
  /** Ends a measurement of the images with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Default: true; false leaves a measurement to `measureRates`. */
  readonly measures?: boolean | undefined;
}

/** A recipe that is known to exist, not yet made for a network. */
export type ChosenRecipe = (use: RecipeUse) => Promise<Recipe>;

/** Finds the recipe, and gives what makes it with its adjustments.
 *
 * @throws {UnknownOptionError} when a choice does not exist.
 * @throws {RecipeError} when none is named, there is none of its name, or its text is none; when
 * made, if the epochs do not fit its stages, or it has no body whose rates could be scaled.
 * @throws {RecipeSubjectError} when made without the network or data that it needs. */
export function chooseRecipe(choices: RecipeChoices): ChosenRecipe {
  refuseUnknownOptions('chooseRecipe', choices, recipeChoices);
  const make = find(choices.recipe);
  return async (use) => adjusted(await make(use), choices, use);
}

/** Recipes that measure what the body can bear, unless a choice says otherwise. */
const measuring: ReadonlySet<string> = new Set(['three-stage']);

/** In JavaScript no compiler asks for a recipe. */
function find(source: RecipeSource | undefined): (subject: RecipeSubject) => Recipe | Promise<Recipe> {
  if (source?.kind === 'text') {
    const recipe = parseRecipe(source.text, source.file);
    return () => recipe;
  }
  const name = source?.kind === 'named' ? source.name : null;
  const named = name === null ? null : recipeNamed(name);
  if (name !== null && named !== null) return measuring.has(name) ? async (subject) => ({ ...(await named(subject)), bodyRates: 'measured' }) : named;
  const message =
    name === null
      ? "a run needs one: recipe: { kind: 'named', name: 'three-stage' }, or { kind: 'text', text: 'name: …' }"
      : `there is none of this name: choose ${recipeNames.join(', ')}`;
  throw new RecipeError({ recipe: name === null ? 'of the choices' : `"${name}"`, faults: [{ path: '', message }] });
}

async function adjusted(recipe: Recipe, choices: RecipeChoices, use: RecipeUse): Promise<Recipe> {
  const { pretrained = true } = use;
  const { epochs, rateScale, bodyRateScale, attentionRateScale, batchNorm } = choices;
  const timed = epochs === undefined ? recipe : withEpochs(recipe, epochs);
  const scaled = rateScale === undefined ? timed : withRateScale(timed, rateScale);
  const balanced = await withBodyRates(scaled, bodyRateScale, use);
  const gated = attentionRateScale === undefined ? balanced : withAttentionRateScale(balanced, attentionRateScale);
  const featured = withTrainingFeatures(gated, trainingFeatures(choices));
  const policy = batchNorm ?? (pretrained ? undefined : 'update');
  return policy === undefined ? featured : withBatchNorm(featured, policy);
}

/** Where it is not measured now, or there are no images yet, the recipe says that it will be. */
async function withBodyRates(recipe: Recipe, scale: RecipeChoices['bodyRateScale'], use: RecipeUse): Promise<Recipe> {
  const { network, data, pretrained = true, measures: now = true, signal, onProgress, onFeatures } = use;
  if (typeof scale === 'number') return withBodyRateScale(recipe, scale);
  const isMeasured = scale === 'auto' || (recipe.bodyRates !== undefined && pretrained && trainsBody(recipe));
  if (!isMeasured) return withoutMeasuring(recipe);
  if (!now || network === undefined || data === undefined) return { ...withBodyRateScale(recipe, 1), bodyRates: 'measured' };
  return withMeasuredBodyRates(recipe, { network, data }, { signal, onProgress, onFeatures });
}

function withoutMeasuring({ bodyRates: _none, ...recipe }: Recipe): Recipe {
  return recipe;
}

function trainingFeatures({
  labelSmoothing,
  focal,
  huber,
  classWeights,
  accumulate,
  ema,
  swa,
  augmentedViews,
  undecayed,
  weightDecay,
  clipNorm,
}: RecipeChoices): TrainingFeatures {
  return {
    labelSmoothing,
    focal,
    huber,
    classWeights,
    accumulate,
    ema: ema === undefined ? undefined : { decay: ema === true ? 0.999 : ema, warmUp: true },
    swa: swa === true ? { from: 0.5 } : undefined,
    augmentedViews,
    noDecay: undecayed?.slice(),
    weightDecay,
    clipNorm,
  };
}
