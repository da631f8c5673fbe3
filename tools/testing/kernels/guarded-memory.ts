import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';

const GUARD_BYTES = 1024;

/** The heap of the wasm backend, as far as guards need it. */
interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** What the heap's owner does between an allocation and its return. */
export interface Watch {
  /** New memory from `address` on, between two guards of `guardBytes`. */
  readonly given: (address: number, bytes: number, guardBytes: number) => void;
  /** The same before it is given back. */
  readonly taken: (address: number, bytes: number, guardBytes: number) => void;
}

/** Runs `work` while everything that the wasm backend's heap gives out (tensors, and what kernels
 * allocate) lies between two guards. It must leave none. */
export function withGuards<T>(watch: Watch, work: () => T): T {
  const heap = currentEngine().backend.wasm as unknown as Heap;
  const { _malloc: allocate, _free: free } = heap;
  const sizes = new Map<number, number>();
  heap._malloc = (bytes) => {
    const address = allocate(bytes + 2 * GUARD_BYTES) + GUARD_BYTES;
    sizes.set(address, bytes);
    watch.given(address, bytes, GUARD_BYTES);
    return address;
  };
  heap._free = (address) => {
    const bytes = sizes.get(address);
    if (bytes === undefined) return free(address);
    sizes.delete(address);
    watch.taken(address, bytes, GUARD_BYTES);
    free(address - GUARD_BYTES);
  };
  const result = finallyDo(work, () => Object.assign(heap, { _malloc: allocate, _free: free }));
  if (sizes.size > 0) throw new Error(`${sizes.size} allocations outlive the guards: dispose all tensors before.`);
  return result;
}

function finallyDo<T>(work: () => T, after: () => void): T {
  try {
    return work();
  } finally {
    after();
  }
}

function wordsAt(address: number, bytes: number): Uint32Array {
  const { HEAPU8 } = currentEngine().backend.wasm as unknown as { readonly HEAPU8: Uint8Array };
  return new Uint32Array(HEAPU8.buffer, address, Math.ceil(bytes / 4));
}

/** Fills new memory and its guards with one pattern, and remembers where a guard was overwritten:
 * kernels' results show what they read that nobody had written. */
export function patternWatch(pattern: number): Watch & { readonly broken: number[] } {
  const broken: number[] = [];
  return {
    broken,
    given: (address, bytes, guardBytes) => void wordsAt(address - guardBytes, bytes + 2 * guardBytes).fill(pattern),
    taken: (address, bytes, guardBytes) => {
      const guards = [wordsAt(address - guardBytes, guardBytes), wordsAt(address + Math.ceil(bytes / 4) * 4, guardBytes)];
      if (guards.some((guard) => guard.some((word) => word !== pattern))) broken.push(address);
    },
  };
}
