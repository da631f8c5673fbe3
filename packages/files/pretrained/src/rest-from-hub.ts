import type { HubApiError } from '@huggingface/hub';

import { refused } from './download-error.ts';
import { type AskForRest, type FileRest, piecesOf } from './file-rest.ts';
import { fetchByRule } from './redirects.ts';
import type { WeightsReference } from './weights-reference.ts';

/** Through `@huggingface/hub`, which is loaded when it is needed: it resolves the revision, tells
 * size and hash, and reads ranges. */
export const restFromHub: AskForRest = async (reference, file, { place, hubToken, signal }) => {
  const { downloadFile, fileDownloadInfo } = await import('@huggingface/hub');
  const { repo, path, revision, host } = reference.hub!;
  const request = { repo, path, revision, hubUrl: host, fetch: fetchFor(reference, signal), ...(hubToken === undefined ? {} : { accessToken: hubToken }) };
  const info = await fileDownloadInfo(request).catch((error: unknown) => failOnAnswer(reference, place, error));
  if (info === null) throw refused(reference, place, 404);
  const isSame = file.version() === info.etag && !isWeak(info.etag) && [null, info.size].includes(file.total());
  const start = isSame && file.size() <= info.size ? file.size() : 0;
  const whole = { start, version: info.etag, total: info.size };
  if (start === info.size) return { ...whole, bytes: piecesOf(null) } satisfies FileRest;
  // Ranges of the file itself: the Hub's own protocol of chunks has no use for what is
  // here in part.
  const blob = await downloadFile({ ...request, downloadInfo: info, xet: false });
  return { ...whole, bytes: piecesOf(blob!.slice(start).stream()) };
};

/** `fetch` by the rule for addresses, that a signal ends, and that takes nothing but the range it
 * asked for. The package may ask the store behind the Hub, which is sent no token. */
function fetchFor(reference: WeightsReference, signal: AbortSignal | undefined): typeof fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const headers = new Headers(init?.headers);
    if (new URL(address).origin !== new URL(reference.hub!.host).origin) headers.delete('authorization');
    const response = await fetchByRule(reference, address, { ...init, headers, ...(signal === undefined ? {} : { signal }) });
    const range = headers.get('range');
    if (range === null || range.startsWith('bytes=0-') || response.status !== 200) return response;
    await response.body?.cancel();
    throw new TypeError('the server has no ranges');
  };
}

/** Names files that mean the same, and not the same bytes; but a hash is one, however it comes. */
function isWeak(tag: string): boolean {
  return tag.startsWith('W/') && sha256InVersion(tag) === null;
}

function failOnAnswer(reference: WeightsReference, place: string | null, error: unknown): never {
  const { statusCode } = error as Partial<HubApiError>;
  throw typeof statusCode === 'number' ? refused(reference, place, statusCode) : error;
}

/** The SHA-256 that the Hub names a large file by; null for small ones, which have another name. */
export function sha256InVersion(version: string | null): string | null {
  return /^(?:W\/)?"?([\da-f]{64})"?$/u.exec(version ?? '')?.[1] ?? null;
}
