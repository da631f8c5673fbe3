import type { HubApiError } from '@huggingface/hub';

import { refused } from './download-error.ts';
import { type AskForRest, type FileRest, piecesOf } from './file-rest.ts';
import type { WeightsReference } from './weights-reference.ts';

/** Through `@huggingface/hub`, which is loaded when it is needed: it resolves the revision, tells
 * size and hash, and reads ranges. */
export const restFromHub: AskForRest = async (reference, file, { place, hubToken, signal }) => {
  const { downloadFile, fileDownloadInfo } = await import('@huggingface/hub');
  const { repo, path, revision, host } = reference.hub!;
  const request = { repo, path, revision, hubUrl: host, fetch: fetchUntil(signal), ...(hubToken === undefined ? {} : { accessToken: hubToken }) };
  const info = await fileDownloadInfo(request).catch((error: unknown) => failOnAnswer(reference, place, error));
  if (info === null) throw refused(reference, place, 404);
  const start = file.version() === info.etag && file.size() <= info.size ? file.size() : 0;
  const whole = { start, version: info.etag, total: info.size };
  if (start === info.size) return { ...whole, bytes: piecesOf(null) } satisfies FileRest;
  // Ranges of the file itself: the Hub's own protocol of chunks has no use for what is
  // here in part.
  const blob = await downloadFile({ ...request, downloadInfo: info, xet: false });
  return { ...whole, bytes: piecesOf(blob!.slice(start).stream()) };
};

/** `fetch` that a signal ends, and that takes nothing but the range it asked for. */
function fetchUntil(signal: AbortSignal | undefined): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, signal === undefined ? init : { ...init, signal });
    const range = new Headers(init?.headers).get('range');
    if (range === null || range.startsWith('bytes=0-') || response.status !== 200) return response;
    await response.body?.cancel();
    throw new TypeError('the server has no ranges');
  };
}

function failOnAnswer(reference: WeightsReference, place: string | null, error: unknown): never {
  const { statusCode } = error as Partial<HubApiError>;
  throw typeof statusCode === 'number' ? refused(reference, place, statusCode) : error;
}

/** The SHA-256 that the Hub names a large file by; null for small ones, which have another name. */
export function sha256InVersion(version: string | null): string | null {
  return /^(?:W\/)?"?([\da-f]{64})"?$/u.exec(version ?? '')?.[1] ?? null;
}
