import type { FormatContents } from '../checkpoint.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { OpenSource } from '../source/byte-source.ts';
import { tensorEntry } from '../tensor-entry.ts';
import { readSafetensorsHeader } from './safetensors-header.ts';

/** One safetensors file: its header now, each tensor when read. */
export async function readSafetensors(source: OpenSource, { maxHeaderBytes }: ReadLimits): Promise<FormatContents> {
  const { records, metadata } = await readSafetensorsHeader(source, maxHeaderBytes);
  const tensors = records.map(({ name, dtype, shape, start }) =>
    tensorEntry({ file: source.name, name, dtype, shape, read: (byteLength, into) => source.read(start, byteLength, into) }),
  );
  return { tensors, metadata, wrappers: [], skipped: [] };
}
