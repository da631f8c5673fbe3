import type { TensorEntry } from '../tensor-entry.ts';
import type { FormatContents } from '../checkpoint.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import { type ReadLimits, limitsFor } from '../read-limits.ts';
import { shown, shownName, shownNames } from '../shown.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { readSafetensors } from './read-safetensors.ts';
import { failIn, isRecord, parseJson } from './safetensors-header.ts';

/** The files that an `….safetensors.index.json` names, as one.
 *
 * @throws {CheckpointError} `missing-file` when a shard is not there; `malformed` when index and shards disagree, or a name leaves the folder. */
export async function readShardedSafetensors(source: OpenSource, limits: Partial<ReadLimits>): Promise<FormatContents> {
  const { shardOf, metadata } = await readIndex(source, limitsFor(source.size, limits).maxHeaderBytes);
  const shards = new Map<string, readonly TensorEntry[]>();
  for (const shard of new Set(shardOf.values())) shards.set(shard, await readShard(source, shard, limits));
  requireAgreement(shardOf, shards, source.name);
  const entries = new Map([...shards.values()].flat().map((entry) => [entry.name, entry]));
  return { tensors: [...shardOf.keys()].map((name) => entries.get(name)!), metadata, wrappers: [], skipped: [] };
}

interface ShardIndex {
  readonly shardOf: ReadonlyMap<string, string>;
  readonly metadata: ReadonlyMap<string, string>;
}

async function readIndex(source: OpenSource, maxHeaderBytes: number): Promise<ShardIndex> {
  const fail = failIn(source.name);
  if (source.size > maxHeaderBytes) fail('too-large', `the index has ${source.size} bytes, and the limit is ${maxHeaderBytes} (maxHeaderBytes).`);
  const { weight_map: weightMap, metadata } = parseJson(await readExactly(source, 0, source.size, 'the index'), fail);
  if (!isRecord(weightMap)) return fail('unknown-format', 'this JSON has no weight_map, so it is no index of safetensors shards.');
  const shardOf = new Map(Object.entries(weightMap).map(([name, shard]) => [name, isFileName(shard) ? shard : failOnShardName(name, shard, source.name)]));
  return { shardOf, metadata: new Map(isRecord(metadata) ? Object.entries(metadata).map(([key, value]) => [key, toText(value)]) : []) };
}

/** A name in the index's own folder, and no path that could lead out of it. */
function isFileName(name: unknown): name is string {
  return typeof name === 'string' && /^[^/\\:\0]+$/.test(name) && name !== '.' && name !== '..';
}

function failOnShardName(tensor: string, shard: unknown, file: string): never {
  const message = `the index puts ${shownName(tensor)} into ${shown(shard)}, which is not the name of a file beside it.`;
  throw new CheckpointError({ kind: 'malformed', file, message, tensors: [tensor] });
}

async function readShard(index: OpenSource, shard: string, limits: Partial<ReadLimits>): Promise<readonly TensorEntry[]> {
  if (index.sibling === undefined) {
    throw new CheckpointError({
      kind: 'missing-file',
      file: index.name,
      message: `the index names ${shown(shard)}, and bytes alone have no folder to find it in. Give a path or an address.`,
    });
  }
  const source = await index.sibling(shard).catch((cause: unknown) => failOnShard(index.name, shard, cause));
  return (await readSafetensors(source, limitsFor(source.size, limits))).tensors;
}

function failOnShard(file: string, shard: string, cause: unknown): never {
  if (!(cause instanceof CheckpointError) || cause.kind !== 'not-found') throw cause;
  throw new CheckpointError({
    kind: 'missing-file',
    file,
    message: `the index names ${shown(shard)}, which is not beside it. Download the missing part.`,
    cause,
  });
}

/** Each tensor is in the shard that the index names, and no shard has others. */
function requireAgreement(shardOf: ReadonlyMap<string, string>, shards: ReadonlyMap<string, readonly TensorEntry[]>, file: string): void {
  const held = new Map([...shards].map(([shard, entries]) => [shard, new Set(entries.map(({ name }) => name))]));
  const absent = [...shardOf].filter(([name, shard]) => held.get(shard)?.has(name) !== true).map(([name]) => name);
  const unlisted = [...held].flatMap(([shard, names]) => [...names].filter((name) => shardOf.get(name) !== shard));
  if (absent.length + unlisted.length === 0) return;
  const parts = [
    absent.length > 0 && `not in their shard: ${shownNames(absent, 20)}`,
    unlisted.length > 0 && `in a shard but not in the index: ${shownNames(unlisted, 20)}`,
  ];
  const message = `index and shards disagree (${parts.filter(Boolean).join('; ')}). Download them again, from one version.`;
  throw new CheckpointError({ kind: 'malformed', file, message, tensors: [...absent, ...unlisted] });
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : shown(value);
}
