import type { ModelChoice, RecipeChange, RecipeChoice, RecipeDescription, WeightsSource } from '../engine/protocol.ts';
import { askEngine } from './ask-engine.ts';
import { batchSize, choicesPending, download, model, modelDescription, recipe, recipeDescription, sampleArchitecture, weightsDescription } from './project.ts';

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
    const described = model.value === chosen ? await askEngine((engine) => engine.describeModel(chosen)) : null;
    if (described === null || model.value !== chosen) return;
    modelDescription.value = described;
    weightsDescription.value = await askEngine((engine) => engine.describeWeights(chosen));
    recipeDescription.value = (await askEngine((engine) => engine.describeRecipe(recipe.value, chosen))) ?? recipeDescription.value;
  });
}

/** Changes the network and describes it anew. Blocks of another architecture or
 * placement mean nothing here, so they go, as do the size of other weights' images and
 * the sample's weights, which fit one architecture. */
export function chooseModel(change: Partial<ModelChoice>): void {
  const { attentionBlocks, imageSize, ...kept } = model.value;
  const sameBlocks = change.architecture === undefined && change.placement === undefined && attentionBlocks !== undefined;
  const sameImages = change.architecture === undefined && change.weights === undefined && imageSize !== undefined;
  const chosen = { ...kept, ...(sameBlocks ? { attentionBlocks } : {}), ...(sameImages ? { imageSize } : {}), ...change };
  const fits = chosen.weights.kind !== 'sample' || chosen.architecture === sampleArchitecture;
  model.value = fits ? chosen : { ...chosen, weights: { kind: 'none' } };
  void keepChoices();
  void describeChoices();
}

/** Takes weights, and the network that they are of where their names tell. */
export function chooseWeights(weights: WeightsSource): Promise<void> {
  return inTurn(() => takeWeights(weights));
}

async function takeWeights(weights: WeightsSource): Promise<void> {
  if (weights.kind === 'none') return chooseModel({ weights });
  const described = await askEngine((engine) =>
    engine.describeWeights({ ...model.value, weights }, (done, total) => {
      download.value = { done, total };
    }),
  );
  download.value = null;
  if (described !== null) chooseModel({ weights, ...described.suits });
}

/** A recipe that has faults is named in the status line, and the one before stays. */
export function chooseRecipe(choice: RecipeChoice): Promise<void> {
  return inTurn(async () => {
    const described = await askEngine((engine) => engine.describeRecipe(choice, model.value));
    if (described !== null) await takeRecipe(choice, described);
  });
}

/** Changes one thing in one stage, unless that leaves no recipe. */
export function changeRecipe(change: RecipeChange): Promise<void> {
  return inTurn(async () => {
    const described = await askEngine((engine) => engine.changeRecipe(recipe.value, change, model.value));
    if (described !== null) await takeRecipe({ kind: 'text', text: described.yaml }, described);
  });
}

async function takeRecipe(choice: RecipeChoice, described: RecipeDescription): Promise<void> {
  recipe.value = choice;
  recipeDescription.value = described;
  await keepChoices();
}

export async function chooseBatchSize(images: number): Promise<void> {
  batchSize.value = images;
  await keepChoices();
}

async function keepChoices(): Promise<void> {
  await askEngine((engine) => engine.keepChoices({ model: model.value, recipe: recipe.value, batchSize: batchSize.value }));
}
