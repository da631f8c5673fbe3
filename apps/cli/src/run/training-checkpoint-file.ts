import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { type TensorData, readCheckpoint, safetensorsParts } from '@attune/checkpoint';
import { type Progress, ResumeError, type SavedTensor, type TrainingCheckpoint } from '@attune/staged-finetune';

import { writeFileSafely } from './write-file.ts';

interface Header {
  readonly progress: Progress;
  readonly batchesTracked: Readonly<Record<string, number>>;
  readonly optimizerSteps: Readonly<Record<string, number>>;
}

/** Writes all that an interrupted run needs as one file: the SHA-256 of what follows, then a safetensors file. */
export async function writeTrainingCheckpoint(path: string, { tensors, ...header }: TrainingCheckpoint): Promise<void> {
  const data = new Map([...tensors].map(([name, { shape, values }]): [string, TensorData] => [name, { dtype: 'F32', shape, data: values }]));
  const parts = [...safetensorsParts(data, { metadata: { attune: JSON.stringify(header satisfies Header) } })];
  await writeFileSafely(path, [hashOf(parts), ...parts]);
}

/** Reads it back, bit for bit; null when there is none.
 *
 * @throws {ResumeError} when the file is not what was written. */
export async function readTrainingCheckpoint(path: string): Promise<TrainingCheckpoint | null> {
  const file = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  const checkpoint = await readCheckpoint(unsealed(file, path), { name: path });
  const tensors = new Map<string, SavedTensor>();
  for (const entry of checkpoint.tensors) tensors.set(entry.name, { shape: entry.shape, values: await entry.readFloat32() });
  return { ...(JSON.parse(checkpoint.metadata.get('attune') ?? '{}') as Header), tensors };
}

const hashBytes = 32;

function hashOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function unsealed(file: Uint8Array, path: string): Uint8Array {
  const bytes = file.subarray(hashBytes);
  if (Buffer.compare(hashOf([bytes]), file.subarray(0, hashBytes)) === 0) return bytes;
  throw new ResumeError(`${path} is damaged: its contents do not match their hash. Remove it to start the run anew, or copy it from a backup.`);
}
