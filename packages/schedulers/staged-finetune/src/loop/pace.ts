/** How fast a piece of work goes, and how long the rest will take. What was done before this
 * session began is done, but says nothing of its speed. */
export class Pace {
  readonly #begunAt: number;
  readonly #doneBefore: number;

  /** Times are in seconds of any clock. */
  constructor({ doneBefore, now }: { readonly doneBefore: number; readonly now: number }) {
    this.#doneBefore = doneBefore;
    this.#begunAt = now;
  }

  /** Items a second; null as long as nothing is known. */
  speed(done: number, now: number): number | null {
    const [items, seconds] = [done - this.#doneBefore, now - this.#begunAt];
    return items > 0 && seconds > 0 ? items / seconds : null;
  }

  /** Null as long as nothing is known. */
  secondsLeft(done: number, total: number, now: number): number | null {
    const speed = this.speed(done, now);
    return speed === null ? null : Math.max(0, total - done) / speed;
  }
}
