import { AttuneError } from '@attune/errors';
import type { BackendMemory } from '@attune/kernel-table';
import { BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as factoryModule from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';

import { unpack } from './unpack.ts';

/** What Emscripten gives beside tfjs's own functions; its types are in a package of their own. */
interface EmscriptenModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
  cwrap(name: string, result: 'number' | null, parameters: readonly 'number'[]): (...values: number[]) => number;
}

type Tfjs = BackendWasm['wasm']['tfjs'];
type TfjsModule = BackendWasm['wasm'] & EmscriptenModule;

interface FactoryConfig {
  readonly wasmMemory: WebAssembly.Memory;
  /** Where tfjs looks for its module. */
  readonly locateFile?: (path: string) => string;
  /** The module itself. */
  readonly wasmBinary?: ArrayBuffer;
}

// The file is CommonJS: Node and bundlers disagree on what its import is, and its types
// fit neither.
const factory = ((factoryModule as { default?: unknown }).default ?? factoryModule) as (config: FactoryConfig) => Promise<TfjsModule>;

const FIRST_PAGES = 1024;
// 4 GiB; where so much address space cannot be set aside (phones), half or a quarter.
const MOST_PAGES = [65_536, 32_768, 16_384];
/** Emscripten leaves the last page alone. */
const HEAP_END = 2 ** 32 - 2 ** 16;
/** Beyond this nothing is kept that can be made again: it would leave the rest in pieces. */
const SPARE_END = 2 ** 31;
const PAGE_BYTES = 2 ** 16;

/** The wasm backend ran out of its memory. */
export class WasmMemoryError extends AttuneError {
  static override readonly code = 'ATTUNE_WASM_MEMORY';
  readonly requestedBytes: number;

  constructor(requestedBytes: number) {
    super(`The wasm backend could not get ${requestedBytes} bytes: its memory ends at 4 GiB, or the machine's before. Use smaller batches or images.`);
    this.name = 'WasmMemoryError';
    this.requestedBytes = requestedBytes;
  }
}

export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly mostBytes: number;
}

export interface SharedBackend {
  readonly backend: BackendWasm;
  /** Of the backend and of every thread. Grows up to 4 GiB. */
  readonly memory: WebAssembly.Memory;
  /** Memory for `bytes`, until it is freed.
   * @throws {WasmMemoryError} when there is none. */
  allocate(bytes: number): number;
  free(address: number): void;
  /** Whether there is memory for what can be made again. */
  hasRoom: () => boolean;
  /** Gives back what can be made again, and tells whether there was any: asked when memory
   * gets short. */
  release: () => boolean;
}

/** A memory that threads can share, and the most bytes that it grows to; undefined where the engine
 * has none. It needs no cross-origin isolation as long as it stays on one thread. */
export function createSharedMemory(): SharedMemory | undefined {
  for (const maximum of MOST_PAGES) {
    try {
      return { memory: new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true }), mostBytes: maximum * PAGE_BYTES };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** tfjs's wasm backend on such a memory. Its own threads stay off: in Node they cannot start, in
 * browsers they are capped at half the cores. Its module comes along, unless a folder serves it. */
export async function createSharedBackend({ memory, mostBytes }: SharedMemory, wasmFolder?: string): Promise<SharedBackend> {
  const place = wasmFolder === undefined ? { wasmBinary: await unpack(await import('../generated/tfjs-threaded-simd.ts')) } : servedAt(wasmFolder);
  const module = await withoutTraces(() => factory(withoutThreads({ wasmMemory: memory, ...place })));
  module.tfjs = tfjsFunctions(module);
  const shared: SharedBackend = {
    backend: new BackendWasm(module),
    memory,
    allocate: (bytes) => module._malloc(bytes) >>> 0,
    free: (address) => module._free(address),
    hasRoom: () => false,
    release: () => false,
  };
  const bounded = guardAllocations(module, shared, mostBytes);
  setThreadsCount(1);
  Object.assign(shared.backend, { memory: () => ({ unreliable: false, bounded }) });
  return shared;
}

function servedAt(folder: string): Pick<FactoryConfig, 'locateFile'> {
  return { locateFile: (path) => folder + path };
}

function tfjsFunctions(module: TfjsModule): Tfjs {
  return {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
}

/** The part of Emscripten's thread support that starts its pool of workers. */
interface ThreadSupport {
  initMainThread: () => void;
  unusedWorkers: { terminate(): void }[];
  loadWasmModuleToWorker: (worker: unknown, whenLoaded?: () => void) => void;
}

/** Emscripten starts eight workers, and waits for them, before anything can say how
 * many are wanted. It announces its thread support on the configuration just before:
 * there one stand-in takes their place. */
function withoutThreads(config: FactoryConfig): FactoryConfig {
  let support: ThreadSupport | undefined;
  return Object.defineProperty(config, 'PThread', {
    get: () => support,
    set: (announced: ThreadSupport) => {
      support = announced;
      support.initMainThread = () => announced.unusedWorkers.push({ terminate: () => {} });
      support.loadWasmModuleToWorker = (_worker, whenLoaded) => whenLoaded?.();
    },
  });
}

/** In Node, Emscripten puts its own `Worker` among the globals, where other code would
 * take it for a browser's, and listens for uncaught errors only to throw them again:
 * Node would print its one minified line of 100 kB above the error of whoever made it.
 * Both end here. And it reads `__dirname`, without a use for it as its module is given: in a
 * server's bundle of ES modules there is none, so one is lent. */
async function withoutTraces<T>(run: () => Promise<T>): Promise<T> {
  const takeBack = lendFolder();
  const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  const removeListeners = listenersSince();
  const result = run();
  takeBack();
  removeListeners();
  if (before === undefined) Reflect.deleteProperty(globalThis, 'Worker');
  else Object.defineProperty(globalThis, 'Worker', before);
  return result;
}

/** Puts a `__dirname` among the globals, where a bundle finds it, until the function is called. */
function lendFolder(): () => void {
  if ('__dirname' in globalThis) return () => {};
  Object.defineProperty(globalThis, '__dirname', { value: '', configurable: true });
  return () => void Reflect.deleteProperty(globalThis, '__dirname');
}

/** Removes, when called, the listeners for uncaught errors that have been added since. */
function listenersSince(): () => void {
  if (typeof process !== 'object' || typeof process.listeners !== 'function') return () => {};
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Set<unknown>(events.flatMap((event) => process.listeners(event as 'uncaughtException')));
  return () => {
    for (const event of events)
      for (const listener of process.listeners(event as 'uncaughtException')) if (!before.has(listener)) process.removeListener(event, listener);
  };
}

/** Counts what is allocated, and makes a failed allocation an error: tfjs would write
 * at address 0. Emscripten's heap fails in a second way: what reaches beyond 4 GiB goes on at
 * address 0, over what lies there. That is refused where it can be foreseen, and where it cannot
 * (there is room, in pieces) nothing is given out any more. */
function guardAllocations(module: TfjsModule, shared: SharedBackend, mostBytes: number): BackendMemory {
  const first = module._malloc(1); // Emscripten puts the real functions in place at their first calls
  module._free(first);
  const [allocate, free] = [module._malloc, module._free];
  const sizes = new Map<number, number>();
  let used = first;
  let peak = used;
  let isBroken = false;
  shared.hasRoom = () => used <= SPARE_END;
  module._malloc = (bytes: number) => {
    if (used + bytes > SPARE_END) shared.release();
    if (isBroken || used + bytes > HEAP_END) throw new WasmMemoryError(bytes);
    let address = allocate(bytes) >>> 0;
    if (address === 0 && bytes > 0 && shared.release()) address = allocate(bytes) >>> 0;
    isBroken = address + bytes > shared.memory.buffer.byteLength;
    if (isBroken || (address === 0 && bytes > 0)) throw new WasmMemoryError(bytes);
    sizes.set(address, bytes);
    used += bytes;
    peak = Math.max(peak, used);
    return address;
  };
  module._free = (address: number) => {
    used -= sizes.get(address >>> 0) ?? 0;
    sizes.delete(address >>> 0);
    free(address);
  };
  return {
    limitBytes: Math.min(mostBytes, HEAP_END),
    get usedBytes() {
      return used;
    },
    measurePeak: () => {
      peak = used;
      return () => peak;
    },
  };
}
