import type { EarlyEnd } from '../spec/spec.ts';
import type { Reached, Schedule, Step } from './schedule.ts';

/** Ends hopeless trials: one whose best accuracy after some epochs lies below the median of all
 * that have come as far does not go on.
 *
 * Source: the median rule of Golovin et al. 2017, "Google Vizier", §3.2. */
export class MedianRule implements Schedule {
  readonly first: readonly Step[];
  readonly #minTrials: number;
  readonly #scores: number[] = [];

  constructor(trials: number, { afterEpochs, minTrials }: EarlyEnd) {
    this.first = Array.from({ length: trials }, (_, trial) => ({ trial, rung: 0, untilEpoch: afterEpochs }));
    this.#minTrials = minTrials;
  }

  report({ trial, rung, score, finished }: Reached): readonly Step[] {
    if (rung > 0) return [];
    this.#scores.push(score);
    const isHopeless = this.#scores.length >= this.#minTrials && score < median(this.#scores);
    return finished || isHopeless ? [] : [{ trial, rung: 1, untilEpoch: null }];
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
