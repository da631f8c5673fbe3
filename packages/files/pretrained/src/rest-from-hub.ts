import { badToken, noHub, refused } from './download-error.ts';
import { type AskForRest, type FileRest, piecesOf } from './file-rest.ts';
import { fetchByRule } from './redirects.ts';
import type { WeightsReference } from './weights-reference.ts';

/** What the Hub tells of a file. */
interface HubInfo {
  /** In bytes. */
  readonly size: number;
  /** Its SHA-256 for large files, which the Hub keeps elsewhere; another name for small ones. */
  readonly version: string;
}

/** As `@huggingface/hub` asks: first for size and hash, then for the range that is missing. That
 * package weighs 12 MB, and not every bundler takes it into a page. */
export const restFromHub: AskForRest = async (reference, file, { place, hubToken, signal }) => {
  const own = authorizationOf(hubToken, reference);
  const ask = (headers: Readonly<Record<string, string>>) =>
    fetchByRule(reference, reference.url, { headers: { ...own, ...headers }, ...(signal === undefined ? {} : { signal }) });
  const info = await infoOf(await ask({ range: 'bytes=0-0', accept: `${chunksOfTheHub}, */*` }), reference, place);
  const isSame = file.version() === info.version && !isWeak(info.version) && [null, info.size].includes(file.total());
  const start = isSame && file.size() <= info.size ? file.size() : 0;
  const whole = { start, version: info.version, total: info.size };
  if (start === info.size) return { ...whole, bytes: piecesOf(null) } satisfies FileRest;
  const response = await ask(start === 0 ? {} : { range: `bytes=${start}-${info.size - 1}` });
  if (!response.ok) throw refused(reference, place, response);
  return { ...whole, start: response.status === 206 ? start : 0, bytes: piecesOf(response.body) };
};

/** A variable that is set to nothing is no token.
 *
 * @throws {DownloadError} when it is none by its characters: `fetch` would tell it in its error. */
function authorizationOf(token: string | undefined, reference: WeightsReference): Readonly<Record<string, string>> {
  const plain = token?.trim() ?? '';
  if (plain === '') return {};
  if (/^[!-~]+$/u.test(plain)) return { authorization: `Bearer ${plain}` };
  throw badToken(reference);
}

/** What a file is made of in the Hub's own protocol. It is asked for to be told size and hash
 * without being sent on; the file itself is read whole, since chunks have no use for what is here
 * in part. */
const chunksOfTheHub = 'application/vnd.xet-fileinfo+json';

async function infoOf(response: Response, reference: WeightsReference, place: string | null): Promise<HubInfo> {
  const { ok, headers, body } = response;
  await body?.cancel();
  if (!ok) throw refused(reference, place, response);
  const isInfo = headers.get('content-type')?.includes(chunksOfTheHub) ?? false;
  const size = Number((isInfo ? headers.get('x-linked-size') : headers.get('content-range')?.split('/')[1]) ?? Number.NaN);
  const version = headers.get('x-linked-etag') ?? headers.get('etag');
  if (!Number.isSafeInteger(size) || version === null) throw noHub(reference, place);
  return { size, version };
}

/** Names files that mean the same, and not the same bytes; but a hash is one, however it comes. */
function isWeak(tag: string): boolean {
  return tag.startsWith('W/') && sha256InVersion(tag) === null;
}

/** The SHA-256 that the Hub names a large file by; null for small ones, which have another name. */
export function sha256InVersion(version: string | null): string | null {
  return /^(?:W\/)?"?([\da-f]{64})"?$/u.exec(version ?? '')?.[1] ?? null;
}
