/** At most so much is kept in all. */
const MOST_BYTES = 256 * 2 ** 20;
/** What changes before it is asked for so often, a weight in training, is not worth keeping. */
const TIMES_ASKED = 3;

interface Kept {
  asked: number;
  address?: number;
  readonly bytes: number;
}

interface Heap {
  allocate(bytes: number): number;
  free(address: number): void;
  /** Whether there is memory to spare. */
  hasRoom(): boolean;
}

/** What kernels derive from a tensor again and again, such as a filter at Winograd's points, kept
 * while its values are the same. Whoever changes values in place, or disposes of them, must
 * have them forgotten. */
export class KeptMemory {
  readonly #heap: Heap;
  readonly #ofTensors = new Map<object, Map<string, Kept>>();
  #bytes = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** All that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Address of what `make` writes from a tensor's values; undefined where it is not kept, or not
   * yet. `use` names what is derived, and all that it depends on beside the values. */
  take(dataId: object, use: string, { floats, make }: { readonly floats: number; readonly make: (address: number) => void }): number | undefined {
    const uses = this.#usesOf(dataId);
    const kept: Kept = uses.get(use) ?? { asked: 0, bytes: floats * 4 };
    uses.set(use, kept);
    kept.asked++;
    if (kept.address === undefined && kept.asked >= TIMES_ASKED && this.#bytes + kept.bytes <= MOST_BYTES && this.#heap.hasRoom()) {
      const address = this.#heap.allocate(kept.bytes);
      kept.address = address;
      this.#bytes += kept.bytes;
      make(address);
    }
    return kept.address;
  }

  /** Gives back what was derived from a tensor. */
  forget(dataId: object): void {
    for (const { address, bytes } of this.#ofTensors.get(dataId)?.values() ?? []) {
      if (address === undefined) continue;
      this.#heap.free(address);
      this.#bytes -= bytes;
    }
    this.#ofTensors.delete(dataId);
  }

  /** Gives back everything; false where there was nothing. */
  clear(): boolean {
    const was = this.#bytes;
    for (const dataId of this.#ofTensors.keys()) this.forget(dataId);
    return was > 0;
  }

  #usesOf(dataId: object): Map<string, Kept> {
    const uses = this.#ofTensors.get(dataId) ?? new Map<string, Kept>();
    this.#ofTensors.set(dataId, uses);
    return uses;
  }
}
