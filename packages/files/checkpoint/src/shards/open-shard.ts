import { CheckpointError } from '../checkpoint-error.ts';
import { quoteForMessage } from '../quote-for-message.ts';
import type { OpenSource } from '../source/byte-source.ts';

/** Whether this is a name in the index's own folder, and no path that could lead out of it. */
export function isFileName(name: unknown): name is string {
  return typeof name === 'string' && /^[^/\\:\0]+$/.test(name) && name !== '.' && name !== '..';
}

/** The file beside an index that it names.
 *
 * @throws {CheckpointError} `missing-file` when it is not there, or when the index came
 * without its folder. */
export async function openShard(index: OpenSource, shard: string): Promise<OpenSource> {
  if (index.sibling !== undefined) return index.sibling(shard).catch((cause: unknown) => failOnShard(index.name, shard, cause));
  throw new CheckpointError({
    kind: 'missing-file',
    file: index.name,
    message: `the index names ${quoteForMessage(shard)}, and one file alone has no folder to find it in. Give a path, an address, or all files as a list.`,
  });
}

function failOnShard(file: string, shard: string, cause: unknown): never {
  if (!(cause instanceof CheckpointError) || cause.kind !== 'not-found') throw cause;
  throw new CheckpointError({
    kind: 'missing-file',
    file,
    message: `the index names ${quoteForMessage(shard)}, which is not beside it. Download the missing part.`,
    cause,
  });
}
