import { AttuneError } from '@attune/errors';

import { unusedProxy } from './unused-proxy.ts';
import type { WeightsReference } from './weights-reference.ts';

/** `cut`: not whole; `not-weights`: whole, and a web page, empty, or not readable; `redirect`: sent
 * to an address that is not fetched from; `not-kept`: the disk did not take it;
 * `damaged`: kept, and changed since. */
export type DownloadFaultKind = 'offline' | 'not-found' | 'refused' | 'redirect' | 'cut' | 'not-weights' | 'wrong-hash' | 'not-kept' | 'damaged';

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
type NamedOfHub = Named & Pick<WeightsReference, 'hub'>;

/** What is named by its address has no other. */
function mayHaveMirror({ name }: Named, place: string | null): boolean {
  return place !== null && !/^https?:/u.test(name);
}

export function offline(reference: Named, place: string | null, cause: unknown): DownloadError {
  const { name, url } = reference;
  const mirror = mayHaveMirror(reference, place) ? ' A mirror is named by ATTUNE_MIRROR.' : '';
  const proxy = place === null ? '' : unusedProxy(process.env);
  const message = `${name}: ${url} cannot be reached (${reasonOf(cause)}).${proxy} Without a connection, ${byHand(reference, place)}.${mirror}`;
  return new DownloadError({ kind: 'offline', url, message, cause });
}

interface Cut {
  /** Bytes that are kept for the next try; 0 when the server names no version of them. */
  readonly kept: number;
  readonly tries: number;
  readonly cause: unknown;
}

export function cut({ name, url }: Named, { kept, tries, cause }: Cut): DownloadError {
  const rest =
    kept === 0 ? 'Nothing is kept: the server names no version (ETag) to go on from. Try again' : `${kept} bytes are kept: the next try goes on from there`;
  const message = `${name}: the connection to ${url} broke ${tries} ${tries === 1 ? 'time' : 'times'} (${reasonOf(cause)}). ${rest}.`;
  return new DownloadError({ kind: 'cut', url, message, cause });
}

/** @param how what the server does, such as "redirects to http://far.example" */
export function badRedirect({ name, url }: Pick<Named, 'name' | 'url'>, how: string): DownloadError {
  const message = `${name}: ${url} ${how}. Weights are fetched over https:, and over http: from this machine alone. Download the file yourself and give its path.`;
  return new DownloadError({ kind: 'redirect', url, message });
}

/** @param what such as "is empty" */
export function notWeights({ name, url }: Named, what: string, cause?: unknown): DownloadError {
  const message = `${name}: what came from ${url} ${what}. It was not kept. See whether the address is that of the file itself, and needs no login; then try again.`;
  return new DownloadError({ kind: 'not-weights', url, message, cause });
}

export function notKept({ name, url }: Named, place: string | null, cause: unknown): DownloadError {
  const message = `${name}: ${place ?? 'the storage'} does not take the file (${reasonOf(cause)}). Make room or check the permissions${place === null ? '' : ', or name another folder by TORCH_HOME'}.`;
  return new DownloadError({ kind: 'not-kept', url, message, cause });
}

export function refused(reference: NamedOfHub, place: string | null, { status, headers }: Pick<Response, 'status' | 'headers'>): DownloadError {
  const { name, url } = reference;
  const missing = status === 404 || status === 410;
  const hand = byHand(reference, place);
  const wayOut = [401, 403].includes(status)
    ? `${whyClosed(reference, place)}; or ${hand}`
    : `Try again ${whenAgain(headers)}, ${mayHaveMirror(reference, place) ? 'name another host by ATTUNE_MIRROR, ' : ''}or ${hand}`;
  const message = missing
    ? `${name}: there is no file at ${url} (${status}). See whether the name is right; or ${hand}.`
    : `${name}: ${url} answers ${status}. ${wayOut}.`;
  return new DownloadError({ kind: missing ? 'not-found' : 'refused', url, message });
}

/** The Hub answers so for what is private, for terms that are not accepted, and for a repository
 * that is not there. */
function whyClosed({ hub }: NamedOfHub, place: string | null): string {
  if (hub === null) return 'What needs a login is not fetched: see whether the address is right';
  const token = place === null ? '' : ', and name a token that may read it by HF_TOKEN';
  return `See whether the name is right; where the repository is private or has terms, accept these at ${hub.host}/${hub.repo}${token}`;
}

/** `Retry-After` in seconds; its dates are rare, and are not told. */
function whenAgain(headers: Headers): string {
  const seconds = /^\d{1,6}$/u.exec(headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? 'later' : `in ${seconds} ${seconds === '1' ? 'second' : 'seconds'}`;
}

/** A host that does not speak as the Hub does: another server, or a login page on the way. */
export function noHub(reference: NamedOfHub, place: string | null): DownloadError {
  const { name, url } = reference;
  const what = place === null ? 'the network asks for a login first' : 'HF_ENDPOINT names a Hub, and whether the network asks for a login first';
  const message = `${name}: ${url} is not answered as the Hub does, with size and version of the file. See whether ${what}; or ${byHand(reference, place)}.`;
  return new DownloadError({ kind: 'refused', url, message });
}

/** Never shows the token. */
export function badToken({ name, url, hub }: NamedOfHub): DownloadError {
  const message = `${name}: the token of the Hub (HF_TOKEN) holds a blank, a line break or another character that no token has. Copy it again from ${hub?.host}/settings/tokens.`;
  return new DownloadError({ kind: 'refused', url, message });
}

/** @param path of the file in the cache, which is left as it is */
export function damaged(url: string, path: string): DownloadError {
  const message = `${path} is not what was fetched from ${url}: its bytes have changed since. Remove it, and it is fetched again.`;
  return new DownloadError({ kind: 'damaged', url, message });
}

export function wrongHash({ name, url }: Named, hash: string, wanted: string): DownloadError {
  const message = `${name}: what came from ${url} has the SHA-256 ${hash}, and it should begin with ${wanted}. It was removed. Try again; if it stays so, the server has another file.`;
  return new DownloadError({ kind: 'wrong-hash', url, message });
}

function byHand({ fileName }: Named, place: string | null): string {
  const [name = '', ...folders] = fileName.split('/').reverse();
  return place === null ? `fetch ${name} by other means and choose it as a file` : `put ${name} into ${[place, ...folders.reverse()].join('/')} yourself`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'it ended too early';
  const { cause } = error as { cause?: { code?: unknown } };
  const code = (error as { code?: unknown }).code ?? cause?.code;
  return typeof code === 'string' ? code : error.message;
}
