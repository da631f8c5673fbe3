export interface CheckpointRule {
  readonly everySteps: number;
  readonly everySeconds: number;
}

/** When a checkpoint is due inside an epoch: after so many steps, or when the newest is so old. */
export class CheckpointClock {
  readonly #rule: CheckpointRule;
  #savedAt = performance.now();

  constructor(rule: CheckpointRule) {
    this.#rule = rule;
  }

  /** `step`: steps of the epoch that are done. */
  isDue(step: number): boolean {
    const { everySteps, everySeconds } = this.#rule;
    return performance.now() - this.#savedAt >= everySeconds * 1000 || step % everySteps === 0;
  }

  saved(): void {
    this.#savedAt = performance.now();
  }
}
