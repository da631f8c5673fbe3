import type { ModelChoice, RecipeChange, RecipeChoice, RecipeDescription, WeightsSource } from '../engine/protocol.ts';
import { askEngine } from './ask-engine.ts';
import { batchSize, download, model, modelDescription, recipe, recipeDescription, weightsDescription } from './project.ts';

/** Asks what the present choices mean: blocks and costs, how the weights fit, what each stage trains. */
export async function describeChoices(): Promise<void> {
  const chosen = model.value;
  const described = await askEngine((engine) => engine.describeModel(chosen));
  if (described === null || model.value !== chosen) return;
  modelDescription.value = described;
  weightsDescription.value = await askEngine((engine) => engine.describeWeights(chosen));
  recipeDescription.value = (await askEngine((engine) => engine.describeRecipe(recipe.value, chosen))) ?? recipeDescription.value;
}

/** Changes the network and describes it anew. Blocks of another architecture or placement mean nothing here, so they go. */
export function chooseModel(change: Partial<ModelChoice>): void {
  const { attentionBlocks, ...kept } = model.value;
  const sameBlocks = change.architecture === undefined && change.placement === undefined && attentionBlocks !== undefined;
  model.value = { ...kept, ...(sameBlocks ? { attentionBlocks } : {}), ...change };
  void keepChoices();
  void describeChoices();
}

/** Takes weights, and the network that they are of where their names tell. */
export async function chooseWeights(weights: WeightsSource): Promise<void> {
  const described = await askEngine((engine) =>
    engine.describeWeights({ ...model.value, weights }, (done, total) => {
      download.value = { done, total };
    }),
  );
  download.value = null;
  if (described !== null || weights.kind === 'none') chooseModel({ weights, ...described?.suits });
}

/** A recipe that has faults is named in the status line, and the one before stays. */
export async function chooseRecipe(choice: RecipeChoice): Promise<void> {
  const described = await askEngine((engine) => engine.describeRecipe(choice, model.value));
  if (described !== null) await takeRecipe(choice, described);
}

let changes: Promise<void> = Promise.resolve();

/** Changes one thing in one stage, unless that leaves no recipe. One after the other: each starts from the recipe that the one before has left. */
export function changeRecipe(change: RecipeChange): Promise<void> {
  changes = changes.then(() => makeChange(change));
  return changes;
}

async function makeChange(change: RecipeChange): Promise<void> {
  const described = await askEngine((engine) => engine.changeRecipe(recipe.value, change, model.value));
  if (described !== null) await takeRecipe({ kind: 'text', text: described.yaml }, described);
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
