import type { ModelChoice, RecipeChange, RecipeChoice, RecipeDescription, WeightsSource } from '../engine/protocol/choices.ts';
import { pickFile } from '../parts/pick-file.ts';
import { askEngine } from './ask-engine.ts';
import {
  type WayOn,
  chosenBatchSize,
  chosenRecipe,
  choicesPending,
  download,
  model,
  modelDescription,
  notice,
  recipe,
  recipeDescription,
  sampleArchitecture,
  suits,
  weightsDescription,
} from './project.ts';
import { again } from './tell-fault.ts';

/** Of files that weights may come in. */
export const weightsSuffixes = '.pth,.pt,.safetensors,.bin';
/** Of files that recipes come in. */
export const recipeSuffixes = '.yaml,.yml,.json';

let newest: Promise<void> = Promise.resolve();

/** Choices that the worker has a say in are made one after the other, each from what
 * the one before has left. */
function inTurn(choice: () => Promise<void>): Promise<void> {
  choicesPending.value++;
  newest = newest.then(choice).finally(() => choicesPending.value--);
  return newest;
}

/** When all that was chosen so far has been taken or refused. */
export function choicesMade(): Promise<void> {
  return newest;
}

/** Asks what the present choices mean: blocks and costs, how the weights fit, what each
 * stage trains. */
export function describeChoices(): Promise<void> {
  const chosen = model.value;
  return inTurn(async () => {
    const described = model.value === chosen ? await askEngine((engine) => engine.choices.describeModel(chosen), usualChoices()) : null;
    if (described === null || model.value !== chosen) return;
    modelDescription.value = described;
    weightsDescription.value = await askEngine((engine) => engine.choices.describeWeights(chosen), usualChoices());
    recipeDescription.value = (await askEngine((engine) => engine.choices.describeRecipe(recipe.value, chosen), usualChoices())) ?? recipeDescription.value;
  });
}

/** Changes the network and describes it anew. Blocks of another architecture or placement mean
 * nothing here, so they go, as does the size of other weights' images. */
export function chooseModel(change: Partial<ModelChoice>): void {
  const { attentionBlocks, imageSize, ...kept } = model.value;
  const sameBlocks = change.architecture === undefined && change.placement === undefined && attentionBlocks !== undefined;
  const sameImages = change.architecture === undefined && change.weights === undefined && imageSize !== undefined;
  const chosen = { ...kept, ...(sameBlocks ? { attentionBlocks } : {}), ...(sameImages ? { imageSize } : {}), ...change };
  model.value = { ...chosen, weights: fittingSample(chosen) };
  void inTurn(keepChoices);
  void describeChoices();
}

/** The sample's weights fit one architecture: they are set aside for another, and come back. */
function fittingSample({ architecture, weights }: ModelChoice): WeightsSource {
  if (architecture !== sampleArchitecture) return weights.kind === 'sample' ? { kind: 'none', setAside: true } : weights;
  return weights.kind === 'none' && weights.setAside === true ? { kind: 'sample' } : weights;
}

/** Takes weights, and the network that they are of where their names tell.
 *
 * @param wayOn what is offered where they do not come. */
export function chooseWeights(weights: WeightsSource, wayOn: WayOn = otherWeights(weights)): Promise<void> {
  return inTurn(() => takeWeights(weights, wayOn));
}

/** A file is as it is; an address may answer another time. */
function otherWeights(weights: WeightsSource): WayOn {
  return weights.kind === 'file' ? anotherFile() : again(() => chooseWeights(weights));
}

function anotherFile(): WayOn {
  return {
    name: ({ chooseAnother }) => chooseAnother,
    follow: () => pickFile(weightsSuffixes, (file) => chooseWeights({ kind: 'file', name: file.name, file })),
  };
}

async function takeWeights(weights: WeightsSource, wayOn: WayOn): Promise<void> {
  if (weights.kind === 'none') return chooseModel({ weights });
  if (weights.kind === 'sample') return chooseModel({ weights, architecture: sampleArchitecture });
  const described = await askEngine(
    (engine) =>
      engine.choices.describeWeights({ ...model.value, weights }, (done, total) => {
        download.value = { done, total };
      }),
    wayOn,
  );
  download.value = null;
  if (described === null) return;
  if (described.fits || described.suits.architecture !== undefined) chooseModel({ weights, ...described.suits });
  else notice.value = { text: ({ weightsUnknown }) => weightsUnknown(model.value.architecture), isFault: true, error: null, wayOn: anotherFile() };
}

/** A recipe that has faults is named in the status line, and the one before stays. */
export function chooseRecipe(choice: RecipeChoice): Promise<void> {
  return inTurn(async () => {
    const described = await askEngine(
      (engine) => engine.choices.describeRecipe(choice, model.value),
      choice.kind === 'text' ? anotherRecipe() : usualChoices(),
    );
    if (described !== null) await takeRecipe(choice, described);
  });
}

/** Changes one thing in one stage, unless that leaves no recipe. */
export function changeRecipe(change: RecipeChange): Promise<void> {
  return inTurn(async () => {
    const described = await askEngine((engine) => engine.choices.changeRecipe(recipe.value, change, model.value), usualChoices());
    if (described !== null) await takeRecipe({ kind: 'text', text: described.yaml }, described);
  });
}

async function takeRecipe(choice: RecipeChoice, described: RecipeDescription): Promise<void> {
  chosenRecipe.value = choice.kind === 'named' && choice.name === suits.value.recipe ? null : choice;
  recipeDescription.value = described;
  await keepChoices();
}

/** The recipe and the batch size that suit the network, now and when it changes. */
export function followNetwork(): Promise<void> {
  return takePreset(null);
}

/** A recipe that comes with a card; null follows the network. */
export async function takePreset(wanted: RecipeChoice | null): Promise<void> {
  [chosenRecipe.value, chosenBatchSize.value] = [wanted, null];
  await Promise.all([inTurn(keepChoices), describeChoices()]);
}

export async function chooseBatchSize(images: number): Promise<void> {
  chosenBatchSize.value = images;
  await inTurn(keepChoices);
}

async function keepChoices(): Promise<void> {
  await askEngine((engine) => engine.choices.keep({ model: model.value, recipe: chosenRecipe.value, batchSize: chosenBatchSize.value }), again(keepChoices));
}

/** The recipe and the batch size that suit the network, where what was chosen is none. */
function usualChoices(): WayOn {
  return { name: ({ backToUsual }) => backToUsual, follow: () => void followNetwork() };
}

function anotherRecipe(): WayOn {
  return {
    name: ({ chooseAnother }) => chooseAnother,
    follow: () => pickFile(recipeSuffixes, async (file) => chooseRecipe({ kind: 'text', text: await file.text() })),
  };
}
