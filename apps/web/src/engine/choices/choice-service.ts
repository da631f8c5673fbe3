import { disposeModule } from '@attune/nn';
import { chooseRecipe } from '@attune/run';
import type { Recipe } from '@attune/staged-finetune';
import { buildEmptyModel } from '@attune/zoo';

import type { EngineParts } from '../engine-parts.ts';
import type { ChoiceRequests, Choices, ModelChoice, RecipeChange, RecipeChoice } from '../protocol/choices.ts';
import { architectureOffers } from './architecture-offers.ts';
import { changedRecipe } from './change-recipe.ts';
import { ModelDescriber } from './describe-model.ts';
import { describeRecipe } from './describe-recipe.ts';
import { describeWeights } from './describe-weights.ts';
import { keepChoices } from './kept-choices.ts';
import { drawnImageSize, drawnNetwork } from './network-choices.ts';
import { type DownloadProgress, openWeights } from './weights.ts';

type Parts = Pick<EngineParts, 'project' | 'backend' | 'hub'>;

export class ChoiceService implements ChoiceRequests {
  readonly #parts: Parts;
  readonly #describer = new ModelDescriber();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async describeWeights(model: ModelChoice, onProgress?: DownloadProgress) {
    const { project, hub } = this.#parts;
    const checkpoint = await openWeights(model.weights, { hub, onProgress });
    return checkpoint === null ? null : describeWeights(checkpoint, model, project.classCount());
  }

  async describeModel(model: ModelChoice) {
    const { project, backend } = this.#parts;
    return backend.compute(async () =>
      this.#describer.describe(drawnNetwork(model, project.classCount()), {
        imageSize: drawnImageSize(model),
        weights: model.weights.kind,
        trainImages: project.imageCounts().train,
      }),
    );
  }

  async describeRecipe(choice: RecipeChoice, model: ModelChoice) {
    return this.#describeRecipe(choice, model, (recipe) => recipe);
  }

  async changeRecipe(choice: RecipeChoice, change: RecipeChange, model: ModelChoice) {
    return this.#describeRecipe(choice, model, (recipe) => changedRecipe(recipe, change));
  }

  async architectures() {
    return architectureOffers;
  }

  keep(choices: Choices): Promise<void> {
    return keepChoices(this.#parts.project.files, choices);
  }

  async #describeRecipe(choice: RecipeChoice, model: ModelChoice, change: (recipe: Recipe) => Recipe) {
    const { project, backend } = this.#parts;
    return backend.compute(async () => {
      const network = buildEmptyModel(drawnNetwork(model, project.classCount()));
      try {
        return describeRecipe(
          change(await chooseRecipe({ recipe: choice, epochs: choice.epochs })({ network, pretrained: model.weights.kind !== 'none' })),
          network,
        );
      } finally {
        disposeModule(network);
      }
    });
  }
}
