/** How old a status is that another process writes again and again, whatever becomes of
 * the machine's clock. */
export class StatusAge {
  #writtenAt: number | null = null;
  #seenAt = 0;
  #ageThen = 0;

  /** Milliseconds since a status was written, as far as that can be known: by the clock when it is
   * first seen, if the clock has not been set back since; after that by how long it has
   * not changed.
   *
   * @param writtenAt by the clock, in milliseconds.
   * @param now by the clock, and on a scale that nobody sets. */
  of(writtenAt: number, now: { readonly clock: number; readonly steady: number } = { clock: Date.now(), steady: performance.now() }): number {
    if (writtenAt !== this.#writtenAt) {
      this.#ageThen = this.#writtenAt === null ? Math.max(0, now.clock - writtenAt) : 0;
      this.#writtenAt = writtenAt;
      this.#seenAt = now.steady;
    }
    return this.#ageThen + now.steady - this.#seenAt;
  }
}
