import { PageError } from '../errors/page-error.ts';

/** The last thing that was taken away or put in its place, which can be taken back until the next
 * change. */
export interface Removal {
  /** Makes it as it was. */
  undo(): Promise<void>;
  /** Frees what that would need. */
  settle(): Promise<void>;
}

/** Holds one removal at a time. */
export class LastRemoval {
  #removal: Removal | null = null;

  /** Notes what was just taken away; what was before it is gone for good. */
  async note(removal: Removal): Promise<void> {
    await this.settle();
    this.#removal = removal;
  }

  /** @throws {Error} when there is nothing to take back. */
  async undo(): Promise<void> {
    const removal = this.#removal;
    if (removal === null) throw new PageError('nothing-to-undo', 'There is nothing to undo.');
    this.#removal = null;
    await removal.undo();
  }

  async settle(): Promise<void> {
    const removal = this.#removal;
    this.#removal = null;
    await removal?.settle();
  }
}
