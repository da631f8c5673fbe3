import { BatchNorm2d, type ForwardContext, type Network, namedModules } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { FeatureBatch } from '../features/feature-source.ts';
import { runLean } from '../features/run-lean.ts';
import type { StagePlan } from '../stage/plan-stage.ts';

export interface MeasureNormsConfig {
  readonly network: Network;
  readonly plan: StagePlan;
  /** Segments that the batches have been through. */
  readonly depth: number;
  /** Of dropout and stochastic depth. */
  readonly random: () => number;
}

/** Measures anew the running statistics that a stage moves: the mean over the batches of the mean
 * and of the unbiased variance of each, as torch's `swa_utils.update_bn`. Yields after each batch.
 * Consumes the batches' features. */
export async function* measureNorms({ network, plan, depth, random }: MeasureNormsConfig, batches: AsyncIterable<FeatureBatch>): AsyncGenerator<void> {
  const norms = [...namedModules(network)].flatMap(([, module]) => (module instanceof BatchNorm2d && !plan.frozen.has(module.running_mean) ? [module] : []));
  if (norms.length === 0) return;
  const context: ForwardContext = { training: true, frozen: plan.frozen, random };
  const sums = norms.map((norm) => new StatisticsSum(norm));
  try {
    for await (const { features } of batches) {
      for (const sum of sums) sum.clear();
      tf.tidy(() => void runLean(network.segments().slice(depth), features, context));
      features.dispose();
      for (const sum of sums) sum.add();
      yield;
    }
    for (const sum of sums) sum.write();
  } finally {
    for (const sum of sums) sum.dispose();
  }
}

/** Statistics of the batches that a batch norm has seen; its count of them stays as it was. */
class StatisticsSum {
  readonly #norm: BatchNorm2d;
  readonly #counted: number;
  readonly #sums: readonly tf.Variable[];
  #batches = 0;

  constructor(norm: BatchNorm2d) {
    this.#norm = norm;
    this.#counted = norm.batchesTracked;
    this.#sums = tf.tidy(() => this.#running.map((statistic) => tf.variable(tf.zerosLike(statistic), false)));
  }

  get #running(): readonly tf.Variable[] {
    return [this.#norm.running_mean, this.#norm.running_var];
  }

  /** From nothing, running statistics take `momentum` of the batch's. */
  clear(): void {
    tf.tidy(() => {
      for (const statistic of this.#running) statistic.assign(tf.zerosLike(statistic));
    });
  }

  add(): void {
    this.#batches += 1;
    tf.tidy(() => {
      this.#running.forEach((statistic, index) => {
        const sum = this.#sums[index]!;
        sum.assign(tf.add(sum, tf.div(statistic, this.#norm.momentum)));
      });
    });
  }

  write(): void {
    tf.tidy(() => {
      this.#running.forEach((statistic, index) => statistic.assign(tf.div(this.#sums[index]!, this.#batches)));
    });
  }

  dispose(): void {
    this.#norm.batchesTracked = this.#counted;
    tf.dispose([...this.#sums]);
  }
}
