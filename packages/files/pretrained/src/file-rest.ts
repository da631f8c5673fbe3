import type { PartialFile, WeightsCache } from './weights-cache.ts';
import type { WeightsReference } from './weights-reference.ts';

/** How servers are asked. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Sent with requests to hosts other than the Hub, and not on to where those redirect. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of a reader of the Hub, which no other host is sent. */
  readonly hubToken?: string | undefined;
}

/** What a server has of a file from some byte on. */
export interface FileRest {
  /** Where `bytes` begin: behind what is there already, or at 0. */
  readonly start: number;
  /** As the server names it; null when it does not. */
  readonly version: string | null;
  /** Of the whole file, in bytes; null when the server does not tell. */
  readonly total: number | null;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Asks a server for what is missing of a file; null when what is there is of no use to it.
 *
 * @throws {DownloadError} when it refuses, whatever `fetch` throws when there is no connection. */
export type AskForRest = (
  reference: WeightsReference,
  file: Pick<PartialFile, 'size' | 'version' | 'total'>,
  options: RequestOptions & Pick<WeightsCache, 'place'>,
) => Promise<FileRest | null>;

/** The pieces of a body as they come. Not every browser iterates over a stream. */
export async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array, void, void> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
