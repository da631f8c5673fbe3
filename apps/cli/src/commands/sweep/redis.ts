import { AttuneError } from '@attune/errors';
import { Redis } from 'ioredis';

/** A Redis that cannot be used. */
export class RedisError extends AttuneError {
  static override readonly code = 'ATTUNE_REDIS';
  /** Without its password. */
  readonly address: string;

  constructor(address: string, reason: string) {
    super(`Redis at ${address}: ${reason}`);
    this.name = 'RedisError';
    this.address = address;
  }
}

/** A connection that waits for as long as Redis is away, once it has been reached.
 *
 * @throws {RedisError} when it cannot be reached, or lets nobody in. */
export async function openRedis(url: string): Promise<Redis> {
  const address = addressOf(url);
  const probe = new Redis(url, { lazyConnect: true, connectTimeout: 10_000, maxRetriesPerRequest: 0, retryStrategy: () => null });
  let seen: Error | null = null;
  probe.on('error', (error: Error) => (seen ??= error));
  try {
    await probe.connect();
    await probe.ping();
  } catch (error) {
    throw new RedisError(address, reasonOf(seen ?? error));
  } finally {
    probe.disconnect();
  }
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', () => {}); // it connects again by itself
  return connection;
}

function addressOf(url: string): string {
  if (!URL.canParse(url) || !['redis:', 'rediss:'].includes(new URL(url).protocol))
    throw new RedisError('the address given', 'it must be an address such as redis://localhost:6379 or rediss://user:password@host:6380.');
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function reasonOf(error: unknown): string {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  if (/WRONGPASS|invalid password/iu.test(message)) return 'it refuses this user or password. Check both in the address.';
  if (/NOAUTH/u.test(message)) return 'it asks for a password. Put it into the address: redis://user:password@host.';
  if (/CERT|UNABLE_TO_VERIFY|ALTNAME/u.test(code ?? ''))
    return `its certificate is not trusted (${code}). Name the file of its authority in NODE_EXTRA_CA_CERTS.`;
  if (/NOPERM/u.test(message)) return `its ACL does not allow this user what a queue needs: ${message}`;
  if (/RESP type/u.test(message)) return 'what answers there is no Redis. Check the address.';
  return `it cannot be reached (${code ?? message}). Check the address, that it runs, and whether it speaks TLS (rediss://) or not (redis://).`;
}
