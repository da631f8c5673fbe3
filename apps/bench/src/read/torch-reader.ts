import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { BenchError } from '../bench-error.ts';
import { python, pythonEnvironment, pythonProgram } from '../measure/python.ts';

/** One reading of a file into a network. */
export interface Reading {
  readonly seconds: number;
  /** By which the process's peak has grown since before its first reading. */
  readonly peakBytes: number;
}

/** PyTorch in a process of its own, which stays between readings. */
export interface TorchReader {
  read(): Promise<Reading>;
  close(): void;
}

/** Starts PyTorch, which first writes the file where asked.
 *
 * @throws {BenchError} when there is no PyTorch. */
export async function startTorchReader(path: string, { write }: { readonly write: boolean }): Promise<TorchReader> {
  const words = [pythonProgram('torch_read.py'), path, ...(write ? ['--write'] : [])];
  const child = spawn(python, words, { stdio: ['pipe', 'pipe', 'ignore'], env: pythonEnvironment() });
  child.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new BenchError(`${python} with torch and torchvision ended early: is python3-torchvision installed, and ${path} a ResNet-18?`);
    return value;
  };
  await nextLine();
  return {
    read: async () => {
      child.stdin.write('\n');
      const [seconds = Number.NaN, peakBytes = Number.NaN] = (await nextLine()).split(' ').map(Number);
      return { seconds, peakBytes };
    },
    close: () => child.stdin.end(),
  };
}
