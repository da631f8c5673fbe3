import { refused } from './download-error.ts';
import { type AskForRest, piecesOf } from './file-rest.ts';

/** By a request for a range, which holds only for the version that is there in part. */
export const restOverHttp: AskForRest = async (reference, file, { place, headers = {}, signal }) => {
  const [size, version] = [file.size(), file.version()];
  const range: Record<string, string> = size > 0 && version !== null ? { range: `bytes=${size}-`, 'if-range': version } : {};
  const response = await fetch(reference.url, { headers: { ...headers, ...range }, ...(signal === undefined ? {} : { signal }) });
  if (response.status === 416) {
    await response.body?.cancel();
    return null;
  }
  if (!response.ok) throw refused(reference, place, response.status);
  const goesOn = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${size}-`) === true;
  const start = goesOn ? size : 0;
  const length = response.headers.get('content-length');
  return {
    start,
    version: goesOn ? version : (response.headers.get('etag') ?? response.headers.get('last-modified')),
    total: length === null || response.headers.has('content-encoding') ? null : start + Number(length),
    bytes: piecesOf(response.body),
  };
};
