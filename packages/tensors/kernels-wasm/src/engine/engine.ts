import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import type { TileShape } from '../convolution/sizes.ts';
import { KeptMemory } from './kept-memory.ts';
import type { Kernels, RunningKernels } from './kernels.ts';
import type { SharedBackend } from './shared-backend.ts';
import { type TaskName, tasks } from './tasks.ts';

const JOB_BYTES = 4096;
// The largest work of an item is a block of Winograd tiles of many channels.
const SCRATCH_BYTES = 8 * 2 ** 20;
const ARGUMENT_BYTES = 16 * 2 ** 10;
const LINE_BYTES = 64;
const ZERO_BYTES = 64 * 2 ** 10;

/** An argument that tasks read as a float32; plain numbers are integers and addresses. */
export interface FloatArgument {
  readonly float: number;
}

export function float(value: number): FloatArgument {
  return { float: value };
}

export type Argument = number | FloatArgument;

/** Runs our kernels on the memory of the wasm backend, with every thread's help. */
export class Engine {
  readonly backend: BackendWasm;
  /** The instruction set that the kernels use. */
  readonly instructions: string;
  /** Address of {@link ZERO_BYTES} zeros: the bias of what has none. */
  readonly zeros: number;
  /** How often each task ran: tells that the fast path did. */
  readonly runs = new Map<TaskName, number>();
  /** What was derived from tensors that have not changed since. */
  readonly kept: KeptMemory;
  readonly #shared: SharedBackend;
  readonly #kernels: RunningKernels;
  readonly #arguments: number;
  readonly #integers: Int32Array;
  readonly #floats: Float32Array;
  #used = 0;

  /** Starts the pool: `threads` counts the calling thread. */
  static async start(shared: SharedBackend, kernels: Kernels, threads: number): Promise<Engine> {
    const job = reserve(shared, JOB_BYTES);
    const scratches = Array.from({ length: threads }, () => reserve(shared, SCRATCH_BYTES));
    const running = await kernels.start({ memory: shared.memory, job, scratches, scratchBytes: SCRATCH_BYTES });
    return new Engine(shared, running, kernels.instructions);
  }

  private constructor(shared: SharedBackend, kernels: RunningKernels, instructions: string) {
    this.backend = shared.backend;
    this.instructions = instructions;
    this.#shared = shared;
    this.#kernels = kernels;
    this.kept = new KeptMemory(shared);
    shared.release = () => this.kept.clear();
    this.zeros = reserve(shared, ZERO_BYTES);
    this.#arguments = reserve(shared, ARGUMENT_BYTES);
    this.#integers = new Int32Array(shared.memory.buffer, this.#arguments, ARGUMENT_BYTES / 4);
    this.#floats = new Float32Array(shared.memory.buffer, this.#arguments, ARGUMENT_BYTES / 4);
  }

  /** Threads that share the work, the calling one included. */
  get threads(): number {
    return this.#kernels.threads;
  }

  /** How the kernels lay out what they multiply. */
  get tile(): TileShape {
    return this.#kernels.tile;
  }

  /** What the backend's memory has grown to. */
  get memoryBytes(): number {
    return this.#shared.memory.buffer.byteLength;
  }

  /** Ends the other threads. */
  stop(): void {
    this.#kernels.stop();
    this.kept.clear();
  }

  /** Writes arguments for tasks and returns their address; they last until the kernel ends. */
  write(values: readonly Argument[]): number {
    const start = this.#used;
    for (const value of values) {
      if (typeof value === 'number') this.#integers[this.#used++] = value;
      else this.#floats[this.#used++] = value.float;
    }
    return this.#arguments + start * 4;
  }

  /** Runs every item of a task; what an item computes does not depend on the thread. */
  run(task: TaskName, args: number, items: number): void {
    this.runs.set(task, (this.runs.get(task) ?? 0) + 1);
    this.#kernels.run(tasks[task], args, items);
  }

  /** Runs one kernel's work. What it allocates and writes is free afterwards. */
  scope<T>(work: (allocate: (floats: number) => number) => T): T {
    const addresses: number[] = [];
    const used = this.#used;
    try {
      return work((floats) => {
        const address = this.#shared.allocate(floats * 4);
        addresses.push(address);
        return address;
      });
    } finally {
      this.#used = used;
      for (const address of addresses) this.#shared.free(address);
    }
  }

  /** Fills memory with zeros. */
  zero(address: number, floats: number): void {
    new Float32Array(this.#shared.memory.buffer, address, floats).fill(0);
  }

  copyFloats(from: number, to: number, floats: number): void {
    const { buffer } = this.#shared.memory;
    new Float32Array(buffer, to, floats).set(new Float32Array(buffer, from, floats));
  }

  /** Address of a tensor's values. */
  address({ dataId }: TensorInfo): number {
    return this.backend.getMemoryOffset(dataId);
  }

  /** A new tensor with whatever its memory holds. */
  output(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): TensorInfo {
    return this.backend.makeOutput([...shape], dtype);
  }

  /** The same values as another tensor. */
  alias({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    this.backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  /** Must follow a change of a tensor's values in place: tfjs keeps packed copies of
   * weights under the tensor's number, and we keep filters at Winograd's points. */
  announceChange({ dataId, shape }: TensorInfo): void {
    this.kept.forget(dataId);
    const { id, memoryOffset } = this.backend.dataIdMap.get(dataId);
    this.backend.wasm.tfjs.disposeData(id);
    this.backend.wasm.tfjs.registerTensor(id, util.sizeFromShape(shape), memoryOffset);
  }

  /** A float32 tensor with the same values in memory of its own. */
  copy(tensor: TensorInfo): TensorInfo {
    const output = this.output(tensor.shape);
    this.backend.typedArrayFromHeap(output).set(this.backend.typedArrayFromHeap(tensor));
    return output;
  }
}

/** Zeros that begin a cache line and stay until the program ends. */
function reserve({ allocate, memory }: SharedBackend, bytes: number): number {
  const address = Math.ceil(allocate(bytes + LINE_BYTES) / LINE_BYTES) * LINE_BYTES;
  new Uint8Array(memory.buffer, address, bytes).fill(0);
  return address;
}
