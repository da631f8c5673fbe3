import { refuseUnknownOptions } from '@attune/errors';

import { type ReadLimits, limitsFor } from '../read-limits.ts';
import { shardsOf } from '../safetensors/read-sharded.ts';
import { readExactly } from '../source/byte-source.ts';
import { type CheckpointSource, openSource } from '../source/open-source.ts';
import { readManifest } from '../tfjs/weights-manifest.ts';
import { beginsLikeJson, readJsonIndex } from './json-index.ts';

/** Names of the files that a file of JSON needs beside it, each once, in its order: the shards of
 * an `….safetensors.index.json`, the weights of a `model.json`; none of any other file. They are
 * names of files in its own folder, never paths.
 *
 * @throws {CheckpointError} when it cannot be read, is larger than an index may be, or
 * names what is not a file beside it.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function filesBeside(source: CheckpointSource, options: { readonly limits?: Partial<ReadLimits> } = {}): Promise<string[]> {
  refuseUnknownOptions('filesBeside', options, { limits: true });
  const { limits = {} } = options;
  const open = await openSource(source);
  const head = await readExactly(open, 0, Math.min(64, open.size), "the file's beginning");
  if (!beginsLikeJson(head)) return [];
  const index = await readJsonIndex(open, limitsFor(open.size, limits));
  if ('weight_map' in index) return [...new Set(shardsOf(index, open.name).values())];
  return 'weightsManifest' in index ? readManifest(index['weightsManifest'], open.name).flatMap(({ paths }) => paths) : [];
}
