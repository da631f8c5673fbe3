import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { BenchError } from '../bench-error.ts';
import { keepFreedMemory } from '../measure/keep-freed-memory.ts';
import { python, pythonEnvironment, pythonProgram } from '../measure/python.ts';

/** One reading of a file. */
export interface Reading {
  readonly seconds: number;
  /** By which the process's peak has grown since before its first reading. */
  readonly peakBytes: number;
  /** Pages of memory that the process had to fetch from the system meanwhile. */
  readonly pageFaults: number;
}

/** A system in a process of its own, idle until it is asked to read the file once more. */
export interface Reader {
  read(): Promise<Reading>;
  close(): void;
}

export interface ReaderOptions {
  readonly path: string;
  /** Where Attune's values end: as float32 in torch's order, or in a network, in its
   * own. PyTorch's end in a network. */
  readonly into: 'tensors' | 'network';
  /** Whether glibc keeps what a process frees, for its next reading, or decides as it
   * does by itself. */
  readonly memory: 'system' | 'kept';
}

export const readerNames = ['attune', 'torch'] as const;

/** Starts a system and waits until it is ready.
 *
 * @throws {BenchError} when it is not there, or cannot read the file. */
export async function startReader(name: (typeof readerNames)[number], { path, into, memory }: ReaderOptions): Promise<Reader> {
  const settings = memory === 'kept' ? keepFreedMemory : {};
  if (name === 'torch') return startProcess([python, pythonProgram('torch_read.py'), path], { ...pythonEnvironment(), ...settings });
  const program = fileURLToPath(new URL('main.js', import.meta.url));
  return startProcess([process.execPath, '--expose-gc', program, path, into], { ...process.env, ...settings });
}

/** Has PyTorch write the weights of a ResNet-18.
 *
 * @throws {BenchError} when it is not there. */
export async function writeWithTorch(path: string): Promise<void> {
  (await startProcess([python, pythonProgram('torch_read.py'), path, '--write'], pythonEnvironment())).close();
}

/** A program that says `ready`, and after each line that it is given how long a reading took, by
 * how much its peak has grown, and how many pages it fetched. */
async function startProcess([program, ...words]: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<Reader> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'ignore'], env });
  child.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new BenchError(`${[program, ...words].join(' ')} ended early: is python3-torchvision installed, and the file a ResNet-18?`);
    return value;
  };
  await nextLine();
  return {
    read: async () => {
      child.stdin.write('\n');
      const [seconds = Number.NaN, peakBytes = Number.NaN, pageFaults = Number.NaN] = (await nextLine()).split(' ').map(Number);
      return { seconds, peakBytes, pageFaults };
    },
    close: () => child.stdin.end(),
  };
}
