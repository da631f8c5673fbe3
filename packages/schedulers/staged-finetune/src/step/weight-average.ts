import { type Network, namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { Stage } from '../recipe/recipe.ts';
import type { StagePlan } from '../stage/plan-stage.ts';
import { type SavedTensor, copyTensor, pasteTensor } from '../saved-weights.ts';

/** An average of all that a stage moves, parameters and running statistics.
 *
 * It begins anew with each stage, from the weights that the stage starts with, so that what the
 * stage leaves alone is the same in both.
 * - `ema`: average ← decay · average + (1 − decay) · weight after each step, as timm's
 *   `ModelEmaV2`; with `warmUp` the decay is at most (1 + steps) / (10 + steps), as TensorFlow's
 *   `ExponentialMovingAverage`.
 * - `swa`: the mean of the weights at the end of each epoch from one on, as torch's
 *   `swa_utils.AveragedModel`; running statistics are measured again wherever it is used.
 *   Source: Izmailov et al. 2018, arXiv:1803.05407. */
export class WeightAverage {
  readonly kind: 'ema' | 'swa';
  readonly #stage: Stage;
  readonly #moving: ReadonlyMap<string, tf.Variable>;
  readonly #averages: ReadonlyMap<string, tf.Variable>;

  /** `saved`: the averages of an interrupted stage. */
  constructor(network: Network, { stage, frozen }: StagePlan, saved: ReadonlyMap<string, SavedTensor>) {
    this.kind = stage.swa === undefined ? 'ema' : 'swa';
    this.#stage = stage;
    this.#moving = new Map([...namedVariables(network)].filter(([, variable]) => !frozen.has(variable)));
    this.#averages = new Map([...this.#moving].map(([name, variable]) => [name, copyOf(variable, saved.get(name))]));
  }

  /** Takes in the weights after the stage's step number `steps`, counted from 1. */
  followStep(steps: number): void {
    const { ema } = this.#stage;
    if (ema === undefined) return;
    this.#follow(ema.warmUp ? Math.min(ema.decay, (1 + steps) / (10 + steps)) : ema.decay);
  }

  /** Takes in the weights at the end of an epoch of the stage, counted from 0. */
  followEpoch(epoch: number): void {
    if (this.kind === 'swa' && this.isTried(epoch)) this.#follow(this.#keptAt(epoch));
  }

  /** Whether there is an average to try at the end of an epoch. */
  isTried(epoch: number): boolean {
    return this.kind === 'ema' || epoch >= this.#firstEpoch;
  }

  /** Puts the averages into the network, the epoch that ends among them, and hands out what puts
   * the weights back to the bit. */
  putOn(epoch: number): () => void {
    const weights = new Map([...this.#moving].map(([name, variable]) => [name, tf.clone(variable)]));
    const kept = this.kind === 'ema' ? 1 : this.#keptAt(epoch);
    tf.tidy(() => {
      for (const [name, variable] of this.#moving) variable.assign(this.#mixed(name, kept));
    });
    return () => {
      for (const [name, variable] of this.#moving) variable.assign(weights.get(name)!);
      tf.dispose([...weights.values()]);
    };
  }

  async copy(): Promise<Map<string, SavedTensor>> {
    const copies = new Map<string, SavedTensor>();
    for (const [name, average] of this.#averages) copies.set(name, await copyTensor(average));
    return copies;
  }

  dispose(): void {
    tf.dispose([...this.#averages.values()]);
  }

  get #firstEpoch(): number {
    const { epochs, swa } = this.#stage;
    return Math.min(epochs - 1, Math.floor(epochs * (swa?.from ?? 0)));
  }

  /** What the epochs before count for in the mean that this one joins. */
  #keptAt(epoch: number): number {
    const before = epoch - this.#firstEpoch;
    return before / (before + 1);
  }

  #follow(kept: number): void {
    tf.tidy(() => {
      for (const [name, average] of this.#averages) average.assign(this.#mixed(name, kept));
    });
  }

  #mixed(name: string, kept: number): tf.Tensor {
    const [average, weight] = [this.#averages.get(name)!, this.#moving.get(name)!];
    if (kept === 1) return tf.clone(average);
    return kept === 0 ? tf.clone(weight) : tf.add(tf.mul(average, kept), tf.mul(weight, 1 - kept));
  }
}

function copyOf(variable: tf.Variable, saved: SavedTensor | undefined): tf.Variable {
  return tf.tidy(() => tf.variable(saved === undefined ? tf.clone(variable) : pasteTensor(saved), false));
}
