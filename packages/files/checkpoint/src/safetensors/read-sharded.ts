import type { TensorEntry } from '../tensor-entry.ts';
import type { FormatContents } from '../checkpoint.ts';
import type { Unlisted } from '../names/name-change.ts';
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
  requireListed(shardOf, shards, source.name);
  const entries = new Map([...shards].map(([shard, own]) => [shard, new Map(own.map((entry) => [entry.name, entry]))]));
  const tensors = [...shardOf].map(([name, shard]) => entries.get(shard)!.get(name)!);
  const strays = unlisted(shardOf, shards);
  const skipped = strays.map(({ name, shard }) => `${name} (in ${shard}, not in the index)`);
  return { tensors, metadata: metadataOf(index), wrappers: [], skipped, unlisted: strays };
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
  await requireSafetensors(source);
  return (await readSafetensors(source, limitsFor(source.size, limits))).tensors;
}

/** @throws {CheckpointError} `unsupported` for a shard that torch.save wrote. */
async function requireSafetensors(source: OpenSource): Promise<void> {
  const [first, second] = await source.read(0, Math.min(2, source.size));
  const isTorch = (first === 0x50 && second === 0x4b) || (first === 0x80 && second === 2);
  if (isTorch)
    failIn(source.name)(
      'unsupported',
      'it is a part that torch.save wrote, and parts are read as safetensors alone. In PyTorch, load all parts and save them as one file.',
    );
}

/** Each tensor is in the shard that the index names. */
function requireListed(shardOf: ReadonlyMap<string, string>, shards: ReadonlyMap<string, readonly TensorEntry[]>, file: string): void {
  const held = new Map([...shards].map(([shard, entries]) => [shard, new Set(entries.map(({ name }) => name))]));
  const absent = [...shardOf].filter(([name, shard]) => held.get(shard)?.has(name) !== true);
  if (absent.length === 0) return;
  const names = absent.map(([name]) => name);
  const where = [...new Set(absent.map(([, shard]) => shard))];
  const others = [...held].flatMap(([shard, own]) => [...own].filter((name) => shardOf.get(name) !== shard));
  const also = others.length === 0 ? '' : `; ${quoteNames(others, 20)} ${others.length === 1 ? 'is' : 'are'} in a shard but not listed for it`;
  const message = `the index puts ${quoteNames(names, 20)} into ${quoteNames(where, 4)}, where ${names.length === 1 ? 'it is' : 'they are'} not${also}. Download index and shards again, from one version.`;
  throw new CheckpointError({ kind: 'malformed', file, message, tensors: [...names, ...others] });
}

/** What lies in a shard and is not listed for it: the index says what the checkpoint is, as for the
 * shards that it does not name. */
function unlisted(shardOf: ReadonlyMap<string, string>, shards: ReadonlyMap<string, readonly TensorEntry[]>): Unlisted[] {
  return [...shards].flatMap(([shard, entries]) =>
    entries.filter(({ name }) => shardOf.get(name) !== shard).map(({ name }) => ({ name: quoteName(name), shard: quoteName(shard) })),
  );
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : quoteForMessage(value);
}
