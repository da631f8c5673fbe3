import type { IncomingMessage } from 'node:http';

import { isLoopbackHost } from '../../loopback-host.ts';

/** Why a request is not served. */
export interface Refusal {
  /** An HTTP status of 400 to 499. */
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is wrong with a request to this machine's page; null when it may be served.
 *
 * A page elsewhere may name this machine under a name of its own (DNS rebinding), so the Host must
 * be a loopback name. Ranges follow RFC 9110, §14: one that ends before it begins is invalid. */
export function refusalOf({ method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Refusal | null {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, reason: `${method} is not served here: use GET or HEAD.`, headers: { Allow: 'GET, HEAD' } };
  if (!isLoopbackHost(headers.host)) return { status: 421, reason: 'This server answers to localhost only: open the address that attune web printed.' };
  if (!url.startsWith('/') || !isDecodable(url)) return { status: 400, reason: 'The address is malformed: it begins with / and is percent-encoded.' };
  if (headers.range !== undefined && !isRange(headers.range))
    return { status: 416, reason: 'The range is malformed: write bytes=FIRST-LAST, with FIRST not after LAST.' };
  return null;
}

function isDecodable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0');
  } catch {
    return false;
  }
}

function isRange(header: string): boolean {
  const [, ranges] = /^bytes=(.+)$/u.exec(header) ?? [];
  return ranges !== undefined && ranges.split(',').every((range) => isOneRange(range.trim()));
}

function isOneRange(range: string): boolean {
  const [, first, last] = /^(\d*)-(\d*)$/u.exec(range) ?? [];
  if (first === undefined || last === undefined || first + last === '') return false;
  return first === '' || last === '' || Number(first) <= Number(last);
}
