import { sha256 } from '#sha256';
import { type TensorData, readCheckpoint, safetensorsParts } from '@attune/checkpoint';
import { type Progress, ResumeError, type SavedTensor, type TrainingCheckpoint } from '@attune/staged-finetune';

interface Header {
  readonly progress: Progress;
  readonly batchesTracked: Readonly<Record<string, number>>;
  readonly optimizerSteps: Readonly<Record<string, number>>;
}

/** All that an interrupted run needs as the pieces of one file: the SHA-256 of what
 * follows, then a safetensors file. */
export function packTrainingCheckpoint({ tensors, ...header }: TrainingCheckpoint): Uint8Array[] {
  const data = new Map([...tensors].map(([name, { shape, values }]): [string, TensorData] => [name, { dtype: 'F32', shape, data: values }]));
  const parts = [...safetensorsParts(data, { metadata: { attune: JSON.stringify(header satisfies Header) } })];
  return [sha256(parts), ...parts];
}

/** Reads it back, bit for bit.
 *
 * @throws {ResumeError} when the file is not what was written. */
export async function unpackTrainingCheckpoint(file: Uint8Array<ArrayBuffer>, name: string): Promise<TrainingCheckpoint> {
  const checkpoint = await readCheckpoint(unsealed(file, name), { name });
  const tensors = new Map<string, SavedTensor>();
  for (const entry of checkpoint.tensors) tensors.set(entry.name, { shape: entry.shape, values: await entry.readFloat32() });
  return { ...(JSON.parse(checkpoint.metadata.get('attune') ?? '{}') as Header), tensors };
}

const hashBytes = 32;

function unsealed(file: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  const bytes = file.subarray(hashBytes);
  const hash = sha256([bytes]);
  if (file.length >= hashBytes && hash.every((byte, index) => byte === file[index])) return bytes;
  throw new ResumeError(`${name} is damaged: its contents do not match their hash. Remove it to start the run anew, or copy it from a backup.`);
}
