import { createHash, timingSafeEqual } from 'node:crypto';

import { isOwnMachine } from '@attune/pretrained';

import { isLoopbackHost } from '../../loopback-host.ts';
import { UsageError } from '../../usage-error.ts';
import { RequestError } from './request-error.ts';

/** The token of a server at an address; null where it needs none.
 *
 * @throws {UsageError} when others can reach the address and there is no token. */
export function requireToken(host: string, token: string | undefined): string | null {
  if (token !== undefined && token !== '') return token;
  if (isOwnMachine(host) || isOwnMachine(`[${host}]`)) return null;
  throw new UsageError(`Other machines can reach ${host}, so requests must carry a token: set ATTUNE_TOKEN or --token, or listen on 127.0.0.1.`);
}

/** Refuses a request that may not be served: one without the token or, where there is none, one
 * that a page elsewhere sends to this machine under a name of its own.
 *
 * @throws {RequestError} */
export function requireAccess(
  { authorization, host }: { readonly authorization?: string | undefined; readonly host?: string | undefined },
  token: string | null,
): void {
  if (token === null) {
    if (!isLoopbackHost(host)) throw new RequestError('misdirected', `This server answers to localhost only, not to "${host ?? ''}".`);
  } else if (!isSame(authorization ?? '', token)) {
    throw new RequestError('unauthorized', 'This server wants a token: send the header Authorization: Bearer TOKEN.', { 'WWW-Authenticate': 'Bearer' });
  }
}

/** Takes the same time whatever is wrong. */
function isSame(authorization: string, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/iu.exec(authorization) ?? [];
  return timingSafeEqual(digestOf(given), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
