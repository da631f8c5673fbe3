import { type Network, namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { EmaSettings } from '../recipe/schema.ts';
import type { StagePlan } from '../stage/plan-stage.ts';
import { type SavedTensor, copyTensor, pasteTensor } from '../saved-weights.ts';

/** An exponential moving average of all that a stage moves, parameters and running statistics:
 * average ← decay · average + (1 − decay) · weight after each step.
 *
 * It begins anew with each stage, from the weights that the stage starts with, so that what the
 * stage leaves alone is the same in both.
 * Source: as timm's `ModelEmaV2`; with `warmUp` the decay is at most (1 + steps) / (10 + steps), as
 *         TensorFlow's `ExponentialMovingAverage`. */
export class WeightAverage {
  readonly #settings: EmaSettings;
  readonly #moving: ReadonlyMap<string, tf.Variable>;
  readonly #averages: ReadonlyMap<string, tf.Variable>;

  /** `saved`: the averages of an interrupted stage. */
  constructor(
    network: Network,
    { frozen }: StagePlan,
    { settings, saved }: { readonly settings: EmaSettings; readonly saved: ReadonlyMap<string, SavedTensor> },
  ) {
    this.#settings = settings;
    this.#moving = new Map([...namedVariables(network)].filter(([, variable]) => !frozen.has(variable)));
    this.#averages = new Map([...this.#moving].map(([name, variable]) => [name, copyOf(variable, saved.get(name))]));
  }

  /** Takes in the weights after the stage's step number `steps`, counted from 1. */
  follow(steps: number): void {
    const { decay, warmUp } = this.#settings;
    const kept = warmUp ? Math.min(decay, (1 + steps) / (10 + steps)) : decay;
    tf.tidy(() => {
      for (const [name, average] of this.#averages) average.assign(tf.add(tf.mul(average, kept), tf.mul(this.#moving.get(name)!, 1 - kept)));
    });
  }

  /** Puts the averages into the network, and hands out what puts the weights back to the bit. */
  putOn(): () => void {
    const weights = new Map([...this.#moving].map(([name, variable]) => [name, tf.clone(variable)]));
    for (const [name, variable] of this.#moving) variable.assign(this.#averages.get(name)!);
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
}

function copyOf(variable: tf.Variable, saved: SavedTensor | undefined): tf.Variable {
  return tf.tidy(() => tf.variable(saved === undefined ? tf.clone(variable) : pasteTensor(saved), false));
}
