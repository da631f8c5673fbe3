import type { Redis } from 'ioredis';

import { openRedis } from './redis.ts';

/** How long a queue is known to have been through, in seconds. */
const knownFor = 30 * 86_400;

/** Says that a queue has no sweep any more, to workers that were not there when it had. */
export async function markEnded(redis: Redis, queue: string): Promise<void> {
  await redis.set(endKey(queue), '1', 'EX', knownFor);
}

/** Says that a sweep comes. Workers wait for it, however long it reads its data. */
export async function announceSweep(url: string, queue: string): Promise<void> {
  const redis = await openRedis(url);
  try {
    await redis.del(endKey(queue));
  } finally {
    redis.disconnect();
  }
}

/** Whether the last sweep of a queue is through, and none was announced since. */
export async function hasEnded(redis: Redis, queue: string): Promise<boolean> {
  return (await redis.exists(endKey(queue))) === 1;
}

function endKey(queue: string): string {
  return `attune:ended:${queue}`;
}
