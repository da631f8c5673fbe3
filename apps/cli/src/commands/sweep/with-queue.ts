import { UsageError } from '../../usage-error.ts';

/** Imports what needs BullMQ, which most never need and so install themselves.
 *
 * @throws {UsageError} when it is not installed. */
export async function withQueue<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !/'(?:bullmq|ioredis)'/u.test(message)) throw error;
    throw new UsageError('A queue in Redis needs two more packages: npm install bullmq ioredis');
  }
}
