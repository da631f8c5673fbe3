import { type ByteSource, CheckpointError, readCheckpoint } from '@attune/checkpoint';
import { seededRandom } from '@attune/nn';

import { mutate } from './mutate.ts';
import { seedFiles } from './seed-files.ts';

export interface FuzzResult {
  readonly files: number;
  /** Files that are still valid. */
  readonly readable: number;
  /** Refusals by their kind. */
  readonly refused: Readonly<Record<string, number>>;
  readonly slowestMilliseconds: number;
  /** Growth of the process over the whole loop. */
  readonly heldBytes: number;
  /** What must not be: errors that are not ours, more than two seconds, a touched prototype. */
  readonly faults: readonly string[];
}

const mostMilliseconds = 2000;
const mostFaults = 20;

/** Reads so many mutated files of every format, headers and all tensors, and tells what became of them. */
export async function fuzzCheckpoints({
  files,
  seed,
  onProgress,
}: {
  readonly files: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}): Promise<FuzzResult> {
  const random = seededRandom(seed);
  const seeds = seedFiles();
  const prototype = prototypeNames();
  const refused: Record<string, number> = {};
  const faults: string[] = [];
  const before = process.memoryUsage.rss();
  let [readable, slowest] = [0, 0];
  for (let index = 0; index < files && faults.length < mostFaults; index++) {
    const { format, bytes, beside } = seeds[index % seeds.length]!;
    const mutated = mutate(bytes, random);
    const started = performance.now();
    const error = await readAll(mutated, beside).catch((cause: unknown) => cause);
    const milliseconds = performance.now() - started;
    slowest = Math.max(slowest, milliseconds);
    if (error === undefined) readable += 1;
    else if (error instanceof CheckpointError) refused[error.kind] = (refused[error.kind] ?? 0) + 1;
    else faults.push(`${format}: ${String(error)}: ${Buffer.from(mutated).toString('base64')}`);
    if (milliseconds > mostMilliseconds) faults.push(`${format}: ${Math.round(milliseconds)} ms: ${Buffer.from(mutated).toString('base64')}`);
    if (index % 1000 === 999) onProgress?.(index + 1);
  }
  if (prototypeNames() !== prototype) faults.push(`a prototype was touched: ${prototypeNames()}`);
  return { files, readable, refused, slowestMilliseconds: slowest, heldBytes: process.memoryUsage.rss() - before, faults };
}

/** Every tensor of a file, which has another beside it under any name that can be one. */
export async function readAll(bytes: Uint8Array, beside?: Uint8Array): Promise<void> {
  const source = beside === undefined ? bytes : { ...readerOf(bytes), sibling: async () => readerOf(beside) };
  for (const entry of (await readCheckpoint(source, { name: 'mutated' })).tensors) await entry.readFloat32();
}

function readerOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
}

function prototypeNames(): string {
  return [Object.prototype, Array.prototype, Map.prototype].map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join(';');
}
