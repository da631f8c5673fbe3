import type { TensorEntry } from '../tensor-entry.ts';
import type { FormatContents } from '../checkpoint.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import { type ReadLimits, limitsFor } from '../read-limits.ts';
import { isFileName, openShard } from '../shards/open-shard.ts';
import { quoteForMessage, quoteName, quoteNames } from '../quote-for-message.ts';
import type { OpenSource } from '../source/byte-source.ts';
import { readSafetensors } from './read-safetensors.ts';
import { failIn, isRecord } from './safetensors-header.ts';

/** The files that an `….safetensors.index.json` names, as one; `index` is what it holds.
 *
 * @throws {CheckpointError} `missing-file` when a shard is not there; `malformed` when index and
 * shards disagree, or a name leaves the folder. */
export async function readShardedSafetensors(
  source: OpenSource,
  index: Readonly<Record<string, unknown>>,
  limits: Partial<ReadLimits>,
): Promise<FormatContents> {
  const shardOf = shardsOf(index, source.name);
  const shards = new Map<string, readonly TensorEntry[]>();
  for (const shard of new Set(shardOf.values())) shards.set(shard, await readShard(source, shard, limits));
  requireAgreement(shardOf, shards, source.name);
  const entries = new Map([...shards.values()].flat().map((entry) => [entry.name, entry]));
  return { tensors: [...shardOf.keys()].map((name) => entries.get(name)!), metadata: metadataOf(index), wrappers: [], skipped: [] };
}

/** Which file each tensor of an index is in: a name in the index's own folder.
 *
 * @throws {CheckpointError} `malformed`. */
export function shardsOf({ weight_map: weightMap }: Readonly<Record<string, unknown>>, file: string): ReadonlyMap<string, string> {
  if (!isRecord(weightMap)) return failIn(file)('malformed', `its weight_map is ${quoteForMessage(weightMap)}, and must map each tensor to a file.`);
  return new Map(Object.entries(weightMap).map(([name, shard]) => [name, isFileName(shard) ? shard : failOnShardName(name, shard, file)]));
}

function metadataOf({ metadata }: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(isRecord(metadata) ? Object.entries(metadata).map(([key, value]) => [key, toText(value)]) : []);
}

function failOnShardName(tensor: string, shard: unknown, file: string): never {
  const message = `the index puts ${quoteName(tensor)} into ${quoteForMessage(shard)}, which is not the name of a file beside it.`;
  throw new CheckpointError({ kind: 'malformed', file, message, tensors: [tensor] });
}

async function readShard(index: OpenSource, shard: string, limits: Partial<ReadLimits>): Promise<readonly TensorEntry[]> {
  const source = await openShard(index, shard);
  return (await readSafetensors(source, limitsFor(source.size, limits))).tensors;
}

/** Each tensor is in the shard that the index names, and no shard has others. */
function requireAgreement(shardOf: ReadonlyMap<string, string>, shards: ReadonlyMap<string, readonly TensorEntry[]>, file: string): void {
  const held = new Map([...shards].map(([shard, entries]) => [shard, new Set(entries.map(({ name }) => name))]));
  const absent = [...shardOf].filter(([name, shard]) => held.get(shard)?.has(name) !== true).map(([name]) => name);
  const unlisted = [...held].flatMap(([shard, names]) => [...names].filter((name) => shardOf.get(name) !== shard));
  if (absent.length + unlisted.length === 0) return;
  const parts = [
    absent.length > 0 && `not in their shard: ${quoteNames(absent, 20)}`,
    unlisted.length > 0 && `in a shard but not in the index: ${quoteNames(unlisted, 20)}`,
  ];
  const message = `index and shards disagree (${parts.filter(Boolean).join('; ')}). Download them again, from one version.`;
  throw new CheckpointError({ kind: 'malformed', file, message, tensors: [...absent, ...unlisted] });
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : quoteForMessage(value);
}
