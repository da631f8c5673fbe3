import { type ByteSource, CheckpointError, filesBeside, inOurNames, readCheckpoint } from '@attune/checkpoint';

import { type FuzzResult, type FuzzRun, fuzzFiles } from './fuzz-files.ts';
import { seedFiles } from './seed-files.ts';

/** Reads so many mutated checkpoints of every format, headers and all tensors, and
 * tells what became of them. */
export async function fuzzCheckpoints(run: FuzzRun): Promise<FuzzResult> {
  return fuzzFiles(seedFiles(), { read: readAll, refusalOf: (error) => (CheckpointError.isInstance(error) ? error.kind : null) }, run);
}

/** Every tensor of a file, as it is and under our names; the file has another beside it
 * under any name that can be one. */
export async function readAll(bytes: Uint8Array, beside?: Uint8Array): Promise<void> {
  const source = beside === undefined ? bytes : { ...readerOf(bytes), sibling: async () => readerOf(beside) };
  const checkpoint = await readCheckpoint(source, { name: 'mutated' });
  for (const entry of [...checkpoint.tensors, ...inOurNames(checkpoint).tensors]) await entry.readFloat32();
  await filesBeside(bytes);
}

function readerOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
}
