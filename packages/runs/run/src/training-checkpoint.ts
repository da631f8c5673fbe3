import { sha256 } from '#sha256';
import { type TensorData, readCheckpoint, safetensorsParts } from '@attune/checkpoint';
import { type Progress, ResumeError, type SavedTensor, type TrainingCheckpoint } from '@attune/staged-finetune';

interface Header {
  readonly progress: Progress;
  readonly batchesTracked: Readonly<Record<string, number>>;
  readonly optimizerSteps: Readonly<Record<string, number>>;
  /** SHA-256 of the run's best weights, by their files; those of before have none. */
  readonly weights?: WeightHashes;
}

/** SHA-256 in hexadecimal, by file. */
export type WeightHashes = Readonly<Record<string, string>>;

/** A checkpoint with the hashes of the weights beside it. */
export interface SealedCheckpoint {
  readonly checkpoint: TrainingCheckpoint;
  readonly weights: WeightHashes;
}

/** All that an interrupted run needs as the pieces of one file: the SHA-256 of what
 * follows, then a safetensors file. */
export function packTrainingCheckpoint({ tensors, ...rest }: TrainingCheckpoint, weights: WeightHashes): Uint8Array[] {
  const header = { ...rest, weights };
  const data = new Map([...tensors].map(([name, { shape, values }]): [string, TensorData] => [name, { dtype: 'F32', shape, data: values }]));
  const parts = [...safetensorsParts(data, { metadata: { attune: JSON.stringify(header satisfies Header) } })];
  return [sha256(parts), ...parts];
}

/** Reads it back, bit for bit.
 *
 * @throws {ResumeError} when the file is not what was written. */
export async function unpackTrainingCheckpoint(file: Uint8Array<ArrayBuffer>, name: string): Promise<SealedCheckpoint> {
  const checkpoint = await readCheckpoint(unsealed(file, name), { name });
  const tensors = new Map<string, SavedTensor>();
  for (const entry of checkpoint.tensors) tensors.set(entry.name, { shape: entry.shape, values: await entry.readFloat32() });
  const { weights = {}, ...header } = JSON.parse(checkpoint.metadata.get('attune') ?? '{}') as Header;
  return { checkpoint: { ...header, tensors }, weights };
}

const hashBytes = 32;

function unsealed(file: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  const bytes = file.subarray(hashBytes);
  const hash = sha256([bytes]);
  if (file.length >= hashBytes && hash.every((byte, index) => byte === file[index])) return bytes;
  throw new ResumeError(
    `${name} is damaged: its contents do not match their hash. Copy it from a backup. Or start the run anew: remove it and metrics.jsonl, then attune finetune --resume.`,
  );
}
