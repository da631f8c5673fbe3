import { refused } from './download-error.ts';
import { type AskForRest, type FileRest, piecesOf } from './file-rest.ts';
import { fetchByRule } from './redirects.ts';
import type { PartialFile } from './weights-cache.ts';

/** By a request for a range, which holds only for the version that is there in part. Packed answers
 * are not asked for: their length is not the file's, and their ranges are not its bytes. */
export const restOverHttp: AskForRest = async (reference, file, { place, headers = {}, signal }) => {
  const [size, version] = [file.size(), file.version()];
  const range: Record<string, string> = size > 0 && version !== null ? { range: `bytes=${size}-`, 'if-range': version } : {};
  const asked = { headers: { ...headers, 'accept-encoding': 'identity', ...range }, ...(signal === undefined ? {} : { signal }) };
  const response = await fetchByRule(reference, reference.url, asked);
  if (response.status === 416 || (response.status === 206 && !goesOn(response, file))) {
    await response.body?.cancel();
    return null;
  }
  if (!response.ok) throw refused(reference, place, response);
  return response.status === 206 ? restOf(response, file) : wholeOf(response);
};

/** Whether an answer begins where the file ends, and is of the same file: not every server heeds
 * `If-Range`, and weights that were trained on are as long as before. */
function goesOn({ headers }: Response, file: Pick<PartialFile, 'size' | 'version' | 'total'>): boolean {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/u.exec(headers.get('content-range') ?? '') ?? [];
  const isSameVersion = versionOf(headers) !== null && versionOf(headers) === file.version();
  const isSameLength = file.total() === null || total === '*' || Number(total) === file.total();
  return file.size() > 0 && Number(start) === file.size() && isSameVersion && isSameLength && !headers.has('content-encoding');
}

function restOf({ headers, body }: Response, file: Pick<PartialFile, 'size' | 'version'>): FileRest {
  const total = /\/(\d+)$/u.exec(headers.get('content-range')!)?.[1];
  return { start: file.size(), version: file.version(), total: total === undefined ? null : Number(total), bytes: piecesOf(body) };
}

function wholeOf({ headers, body }: Response): FileRest {
  const length = headers.get('content-length');
  const isPacked = headers.has('content-encoding');
  return { start: 0, version: isPacked ? null : versionOf(headers), total: length === null || isPacked ? null : Number(length), bytes: piecesOf(body) };
}

/** A weak ETag (`W/"…"`) names files that mean the same, and not the same bytes. */
function versionOf(headers: Headers): string | null {
  const tag = headers.get('etag');
  return tag === null || tag.startsWith('W/') ? headers.get('last-modified') : tag;
}
