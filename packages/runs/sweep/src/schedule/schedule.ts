/** A part of a trial: from where it stands to an epoch, or to its end. */
export interface Step {
  /** Index of the trial. */
  readonly trial: number;
  /** How many times it has been let go on. Higher rungs come first. */
  readonly rung: number;
  /** Epochs of the recipe, those before included; null for all of it. */
  readonly untilEpoch: number | null;
}

/** How far a trial has come. */
export interface Reached {
  readonly trial: number;
  readonly rung: number;
  /** What is to be as high as possible: the best validation accuracy so far. */
  readonly score: number;
  /** Whether it came to its end. */
  readonly finished: boolean;
}

/** Decides which trials go on, and how far. It is told each step once, in the order in which steps
 * end, and the same reports in the same order lead to the same decisions: a stopped sweep is
 * taken up by telling it again. */
export interface Schedule {
  /** What can begin at once. */
  readonly first: readonly Step[];
  /** Takes note of a step, and gives those that may follow now. */
  report(reached: Reached): readonly Step[];
}

/** Every trial to its end. */
export function wholeTrials(trials: number): Schedule {
  return { first: Array.from({ length: trials }, (_, trial) => ({ trial, rung: 0, untilEpoch: null })), report: () => [] };
}
