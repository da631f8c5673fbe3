import { AttuneError } from '@attune/errors';

import type { WeightsReference } from './weights-reference.ts';

export type DownloadFaultKind = 'offline' | 'not-found' | 'refused' | 'cut' | 'wrong-hash';

/** Weights that did not come. */
export class DownloadError extends AttuneError {
  static override readonly code = 'ATTUNE_DOWNLOAD';
  static override readonly origin = 'work';
  readonly kind: DownloadFaultKind;
  readonly url: string;

  constructor({ kind, url, message, cause }: { readonly kind: DownloadFaultKind; readonly url: string; readonly message: string; readonly cause?: unknown }) {
    super(message, { cause });
    this.name = 'DownloadError';
    this.kind = kind;
    this.url = url;
  }
}

type Named = Pick<WeightsReference, 'name' | 'url' | 'fileName'>;

export function offline(reference: Named, place: string | null, cause: unknown): DownloadError {
  const { name, url } = reference;
  const mirror = place === null ? '' : ' A mirror is named by ATTUNE_MIRROR.';
  const message = `${name}: ${url} cannot be reached (${reasonOf(cause)}). Without a connection, ${byHand(reference, place)}.${mirror}`;
  return new DownloadError({ kind: 'offline', url, message, cause });
}

export function cut({ name, url }: Named, { size, tries, cause }: { readonly size: number; readonly tries: number; readonly cause: unknown }): DownloadError {
  const message = `${name}: the connection to ${url} broke ${tries} times (${reasonOf(cause)}). ${size} bytes are kept: the next try goes on from there.`;
  return new DownloadError({ kind: 'cut', url, message, cause });
}

export function refused(reference: Named, place: string | null, status: number): DownloadError {
  const { name, url } = reference;
  const missing = status === 404 || status === 410;
  const mirror = place === null ? '' : 'name another host by ATTUNE_MIRROR, ';
  const message = missing
    ? `${name}: there is no file at ${url} (${status}). See whether the name is right; or ${byHand(reference, place)}.`
    : `${name}: ${url} answers ${status}. Try again later, ${mirror}or ${byHand(reference, place)}.`;
  return new DownloadError({ kind: missing ? 'not-found' : 'refused', url, message });
}

export function wrongHash({ name, url }: Named, hash: string, wanted: string): DownloadError {
  const message = `${name}: what came from ${url} has the SHA-256 ${hash}, and it should begin with ${wanted}. It was removed. Try again; if it stays so, the server has another file.`;
  return new DownloadError({ kind: 'wrong-hash', url, message });
}

function byHand({ fileName }: Named, place: string | null): string {
  return place === null ? `fetch ${fileName} by other means and choose it as a file` : `put ${fileName} into ${place} yourself`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'it ended too early';
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : error.message;
}
