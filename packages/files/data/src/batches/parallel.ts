/** Maps in order with up to `limit` calls under way. Throws the signal's reason once it aborts. */
export async function mapParallel<In, Out>(
  inputs: readonly In[],
  map: (input: In) => Promise<Out>,
  { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal | undefined },
): Promise<Out[]> {
  const outputs: Out[] = Array.from({ length: inputs.length });
  const queue = inputs.entries();
  const work = async (): Promise<void> => {
    for (const [index, input] of queue) {
      signal?.throwIfAborted();
      outputs[index] = await map(input);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, work));
  return outputs;
}

/** A budget shared by many: `run` waits, first come first served, until its cost fits. A cost above
 * the whole budget runs alone. */
export class Budget {
  readonly #total: number;
  readonly #waiting: { readonly cost: number; readonly start: () => void }[] = [];
  #left: number;

  constructor(total: number) {
    this.#total = total;
    this.#left = total;
  }

  async run<T>(cost: number, task: () => Promise<T>): Promise<T> {
    const charged = Math.min(cost, this.#total);
    await this.#take(charged);
    try {
      return await task();
    } finally {
      this.#left += charged;
      this.#startWaiting();
    }
  }

  async #take(cost: number): Promise<void> {
    await new Promise<void>((start) => {
      this.#waiting.push({ cost, start });
      this.#startWaiting();
    });
  }

  #startWaiting(): void {
    while (this.#waiting.length > 0 && this.#waiting[0]!.cost <= this.#left) {
      const { cost, start } = this.#waiting.shift()!;
      this.#left -= cost;
      start();
    }
  }
}
