import type { Reached, Schedule, Step } from './schedule.ts';

export interface AshaConfig {
  /** [trials], the epochs of each to its end. */
  readonly epochs: readonly number[];
  /** Epochs of the first rung: r. */
  readonly minEpochs: number;
  /** One in so many goes on: η. */
  readonly reduction: number;
}

/** Asynchronous successive halving: a trial goes on to the next rung, η times as long, as soon as
 * it is among the best 1/η of those that have reached its own. Nobody waits for a rung to fill.
 *
 * Source: Li et al. 2020, algorithm 2, arXiv:1810.05934. There a worker that asks promotes one
 * trial of the highest rung that has one; here a report names all that may go on, and higher
 * rungs come first in the queue that workers ask. */
export class Asha implements Schedule {
  readonly first: readonly Step[];
  readonly #config: AshaConfig;
  /** By rung, what its trials have reached. */
  readonly #rungs = new Map<number, Reached[]>();
  readonly #promoted = new Set<string>();

  constructor(config: AshaConfig) {
    this.#config = config;
    this.first = config.epochs.map((_, trial) => this.#step(trial, 0));
  }

  report(reached: Reached): readonly Step[] {
    const rung = [...(this.#rungs.get(reached.rung) ?? []), reached];
    this.#rungs.set(reached.rung, rung);
    const best = rung.toSorted((a, b) => b.score - a.score).slice(0, Math.floor(rung.length / this.#config.reduction));
    const next = best.filter(({ trial, rung: at, finished }) => !finished && !this.#promoted.has(`${trial} ${at}`));
    for (const { trial, rung: at } of next) this.#promoted.add(`${trial} ${at}`);
    return next.map(({ trial, rung: at }) => this.#step(trial, at + 1));
  }

  /** A rung that is as long as the trial is its end. */
  #step(trial: number, rung: number): Step {
    const { minEpochs, reduction, epochs } = this.#config;
    const until = minEpochs * reduction ** rung;
    return { trial, rung, untilEpoch: until >= epochs[trial]! ? null : until };
  }
}
