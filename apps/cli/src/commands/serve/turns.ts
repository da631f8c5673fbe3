import type { Classified, Classifier } from '@attune/classifier';

/** What one image is taken for, or why it cannot be read. */
export type Verdict = Classified<Uint8Array>;

interface Waiting {
  readonly image: Uint8Array;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

export interface TurnsConfig {
  readonly batchSize: number;
  /** Told how many images the network is about to see at once. */
  readonly onBatch: (images: number) => void;
}

/** Lets many requests use one network, one after another. What waits while it computes goes into
 * the next batch together. */
export class Turns {
  readonly #classifier: Classifier;
  readonly #config: TurnsConfig;
  readonly #waiting: Waiting[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #isScheduled = false;

  constructor(classifier: Classifier, config: TurnsConfig) {
    this.#classifier = classifier;
    this.#config = config;
  }

  /** Images that wait for their batch. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws {NonFiniteOutputError} when the network gives no numbers for it.
   * @throws the signal's reason when it is aborted before the image's turn. */
  classify(image: Uint8Array, signal: AbortSignal): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ image, signal, resolve, reject });
      this.#schedule();
    });
  }

  /** Does something with the network while nothing else uses it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    void this.inTurn(async () => {
      this.#isScheduled = false;
      const batch = this.#waiting.splice(0, this.#config.batchSize);
      if (this.#waiting.length > 0) this.#schedule();
      await this.#judge(batch);
    });
  }

  async #judge(batch: readonly Waiting[]): Promise<void> {
    for (const { signal, reject } of batch) if (signal.aborted) reject(signal.reason);
    const wanted = batch.filter(({ signal }) => !signal.aborted);
    if (wanted.length === 0) return;
    this.#config.onBatch(wanted.length);
    try {
      const verdicts = await this.#verdicts(wanted);
      wanted.forEach(({ resolve }, index) => resolve(verdicts[index]!));
    } catch (error) {
      if (wanted.length === 1) wanted[0]!.reject(error);
      else for (const one of wanted) await this.#judge([one]); // the fault of one image is not that of the others
    }
  }

  async #verdicts(batch: readonly Waiting[]): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for await (const verdict of this.#classifier.classifyEach(batch.map(({ image }) => image))) verdicts.push(verdict);
    return verdicts;
  }
}
