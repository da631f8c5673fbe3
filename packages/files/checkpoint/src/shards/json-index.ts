import type { ReadLimits } from '../read-limits.ts';
import { failIn, parseJson } from '../safetensors/safetensors-header.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';

/** By its first bytes, after the mark that some editors begin UTF-8 with; the length that
 * safetensors begins with has zeros among its first eight. */
export function beginsLikeJson(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head);
  return /^(?:\xef\xbb\xbf)?\s*\{/.test(text) && !text.slice(0, 8).includes('\0');
}

/** A file of JSON that names the files with the tensors: an index of safetensors shards, or a
 * model.json of TensorFlow.js.
 *
 * @throws {CheckpointError} `too-large` before it is read, `malformed` when it is no
 * JSON object. */
export async function readJsonIndex(source: OpenSource, { maxHeaderBytes }: ReadLimits): Promise<Record<string, unknown>> {
  const fail = failIn(source.name);
  if (source.size > maxHeaderBytes) fail('too-large', `the index has ${source.size} bytes, and the limit is ${maxHeaderBytes} (maxHeaderBytes).`);
  return parseJson(await readExactly(source, 0, source.size, 'the index'), fail);
}
