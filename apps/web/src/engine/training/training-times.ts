import { segmentMultiplyAdds } from '@attune/insight';
import { type Network, disposeModule, evaluation } from '@attune/nn';
import { chooseRecipe } from '@attune/run';
import { planRecipe, stageWork } from '@attune/staged-finetune';
import { type ModelSpec, buildEmptyModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';

import type { RecipeChoice } from '../protocol/choices.ts';

/** Of the pass that is timed: a step back would need memory that a training may want. */
const batchSize = 4;
/** The first ones compile, and fetch memory. */
const passes = 3;

export interface TimedTraining {
  readonly spec: ModelSpec;
  readonly recipe: RecipeChoice;
  readonly pretrained: boolean;
}

export interface TimedOn {
  /** Its name, threads and all. */
  readonly engine: string;
  readonly imageSize: number;
  readonly images: { readonly train: number; readonly validation: number };
}

/** How long trainings take here, by the time of one pass of each kind of network. */
export class TrainingTimes {
  /** Seconds per multiply-add. */
  readonly #rates = new Map<string, number>();
  /** Multiply-adds of a training for each image that trains, and for each that judges. */
  readonly #work = new Map<string, { readonly train: number; readonly validation: number }>();

  /** In seconds. */
  async estimate(training: TimedTraining, { engine, imageSize, images }: TimedOn): Promise<number> {
    const networkKey = JSON.stringify([engine, { ...training.spec, classes: 0 }, imageSize]); // their number costs nothing
    const key = JSON.stringify([networkKey, training.recipe]);
    if (!this.#work.has(key)) await this.#measure(training, { imageSize, networkKey, key });
    const work = this.#work.get(key)!;
    return this.#rates.get(networkKey)! * (work.train * images.train + work.validation * images.validation);
  }

  async #measure({ spec, recipe, pretrained }: TimedTraining, { imageSize, networkKey, key }: Record<'networkKey' | 'key', string> & { imageSize: number }) {
    const network = buildEmptyModel(spec);
    try {
      const segments = segmentMultiplyAdds(network, { imageSize });
      const plan = planRecipe(network, await chooseRecipe({ recipe, epochs: recipe.epochs })({ network, pretrained }));
      const workOf = (trainImages: number, validationImages: number) =>
        plan.map((stage) => ({ epochs: stage.stage.epochs, ...stageWork(stage, { segments, trainImages, validationImages }) }));
      const total = (stages: ReturnType<typeof workOf>) =>
        stages.reduce((sum, { epochs, features, epoch }) => sum + features.train + features.validation + epochs * epoch, 0);
      this.#work.set(key, { train: total(workOf(1, 0)), validation: total(workOf(0, 1)) });
      const multiplyAdds = segments.reduce((sum, value) => sum + value, 0);
      if (!this.#rates.has(networkKey)) this.#rates.set(networkKey, (await secondsOfPass(network, imageSize)) / (batchSize * multiplyAdds));
    } finally {
      disposeModule(network);
    }
  }
}

/** The fastest of a few, forward through all of a network. */
async function secondsOfPass(network: Network, imageSize: number): Promise<number> {
  const times: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const began = performance.now();
    const logits = tf.tidy(() => network.forward(tf.randomUniform<tf.Rank.R4>([batchSize, imageSize, imageSize, 3], -1, 1), evaluation));
    await logits.data();
    logits.dispose();
    times.push((performance.now() - began) / 1000);
  }
  return Math.min(...times);
}
