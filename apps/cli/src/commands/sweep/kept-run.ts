import { createHash, randomUUID } from 'node:crypto';

import type { Redis } from 'ioredis';
import * as z from 'zod';

/** Redis takes at most 512 MiB at a time (`proto-max-bulk-len`). */
const usualPartBytes = 64 * 2 ** 20;

/** How long a run that nobody goes on with is kept, in seconds. */
const keptFor = 30 * 86_400;

const contents = z.strictObject({ id: z.string(), parts: z.int().min(1), bytes: z.int().min(0), sha256: z.string() });

/** Where the run of a sweep's trial is kept. */
export function runKey(sweep: string, { digest }: { readonly digest: string }): string {
  return `attune:run:${sweep.slice(0, 16)}:${digest}`;
}

/** Keeps a run's archive in Redis for whoever goes on with it, in parts. The one before stays until
 * this one is whole. */
export async function keepRun(redis: Redis, key: string, archive: Uint8Array, { partBytes = usualPartBytes } = {}): Promise<void> {
  const before = await contentsAt(redis, key);
  const parts = Math.max(1, Math.ceil(archive.length / partBytes));
  const now = { id: randomUUID(), parts, bytes: archive.length, sha256: sha256(archive) };
  for (let part = 0; part < parts; part++) {
    const bytes = archive.subarray(part * partBytes, (part + 1) * partBytes);
    await redis.set(partKey(key, now.id, part), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'EX', keptFor);
  }
  await redis.set(key, JSON.stringify(now), 'EX', keptFor);
  if (before !== null) await redis.del(...partKeys(key, before));
}

/** The archive that was kept last; null where there is none, or not all of it. */
export async function keptRun(redis: Redis, key: string): Promise<Uint8Array | null> {
  const known = await contentsAt(redis, key);
  if (known === null) return null;
  const parts: Buffer[] = [];
  for (const name of partKeys(key, known)) {
    const part = await redis.getBuffer(name);
    if (part === null) return null;
    parts.push(part);
  }
  const archive = Buffer.concat(parts);
  return archive.length === known.bytes && sha256(archive) === known.sha256 ? archive : null;
}

/** A run that is through needs no archive. */
export async function forgetRun(redis: Redis, key: string): Promise<void> {
  const known = await contentsAt(redis, key);
  if (known !== null) await redis.del(key, ...partKeys(key, known));
}

async function contentsAt(redis: Redis, key: string): Promise<z.infer<typeof contents> | null> {
  const text = await redis.get(key);
  if (text === null) return null;
  try {
    return contents.parse(JSON.parse(text));
  } catch {
    return null; // an archive of before, in one part
  }
}

function partKeys(key: string, { id, parts }: Pick<z.infer<typeof contents>, 'id' | 'parts'>): string[] {
  return Array.from({ length: parts }, (_, part) => partKey(key, id, part));
}

function partKey(key: string, id: string, part: number): string {
  return `${key}:${id}:${part}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
