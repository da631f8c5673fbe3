import type { Step, TrialResult } from '@attune/sweep';

import type { PlannedTrial, SweepPlan } from './plan-sweep.ts';

/** Knows which steps of a sweep are still to be done: what its results say already is told to the
 * schedule again, in the order in which it was found out. */
export class Conductor {
  readonly #plan: SweepPlan;
  readonly #byDigest: ReadonlyMap<string, PlannedTrial>;
  readonly #pending = new Map<string, Step>();
  readonly #reported = new Set<string>();

  constructor(plan: SweepPlan, results: readonly TrialResult[]) {
    this.#plan = plan;
    this.#byDigest = new Map(plan.trials.map((trial) => [trial.digest, trial]));
    this.#add(plan.schedule.first);
    for (const result of results) this.report(result);
  }

  /** Steps that may begin now, or have begun; higher rungs first. */
  get pending(): readonly Step[] {
    return [...this.#pending.values()].toSorted((a, b) => b.rung - a.rung || a.trial - b.trial);
  }

  trial(step: Step): PlannedTrial {
    return this.#plan.trials[step.trial]!;
  }

  /** Takes note of a result, and gives the steps that may follow. One of another sweep, or that is
   * known, changes nothing; one that failed is left for another time. */
  report({ digest, rung, status, metrics }: TrialResult): readonly Step[] {
    const trial = this.#byDigest.get(digest);
    if (trial === undefined || metrics === null || this.#reported.has(keyOf({ trial: trial.index, rung }))) return [];
    const key = keyOf({ trial: trial.index, rung });
    if (!this.#pending.has(key)) return [];
    this.#reported.add(key);
    this.#pending.delete(key);
    const next = this.#plan.schedule.report({ trial: trial.index, rung, score: metrics.bestValidationAccuracy, finished: status === 'finished' });
    this.#add(next);
    return next;
  }

  #add(steps: readonly Step[]): void {
    for (const step of steps) this.#pending.set(keyOf(step), step);
  }
}

function keyOf({ trial, rung }: Pick<Step, 'trial' | 'rung'>): string {
  return `${trial} ${rung}`;
}
