import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { type HubPlace, HubAnswerError, askHub, send } from './hub-request.ts';

/** What a commit names a large file by. */
export interface LargeFile {
  /** SHA-256, in hexadecimal digits. */
  readonly oid: string;
  readonly size: number;
}

interface Upload {
  readonly path: string;
  readonly content: Blob;
}

interface LfsObject {
  readonly oid: string;
  /** None of what the Hub has already. `header`: of a file in parts its `chunk_size`, and the
   * address of each part by its number. */
  readonly actions?: { readonly upload?: { readonly href: string; readonly header?: Readonly<Record<string, string>> } };
  readonly error?: { readonly code: number; readonly message: string };
}

/** Sends large files to the store behind the Hub, which is told no token; those that it has already
 * are left out.
 *
 * Source: github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md; parts as in huggingface_hub. */
export async function uploadLarge(place: HubPlace, files: readonly Upload[], branch: string): Promise<Map<string, LargeFile>> {
  const large = new Map<string, LargeFile>();
  for (const { path, content } of files) large.set(path, { oid: await hashOf(content), size: content.size });
  if (large.size === 0) return large;
  const request = { operation: 'upload', transfers: ['basic', 'multipart'], hash_algo: 'sha_256', ref: { name: branch }, objects: [...large.values()] };
  const answer = await askHub(place, `/${place.repository}.git/info/lfs/objects/batch`, { json: request, type: 'application/vnd.git-lfs+json' });
  for (const object of (answer as { readonly objects: readonly LfsObject[] }).objects) {
    if (object.error !== undefined) throw new HubAnswerError(object.error.code, object.error.message);
    const file = files.find(({ path }) => large.get(path)!.oid === object.oid);
    if (file !== undefined) await uploadOne(file.content, object, place.signal);
  }
  return large;
}

async function uploadOne(content: Blob, { oid, actions }: LfsObject, signal: AbortSignal | undefined): Promise<void> {
  if (actions?.upload === undefined) return;
  const { href, header = {} } = actions.upload;
  const partBytes = Number(header['chunk_size'] ?? 0);
  if (partBytes === 0) return void (await put(href, content, signal));
  const parts: { partNumber: number; etag: string }[] = [];
  for (let at = 0; at * partBytes < content.size; at++) {
    const [number, slice] = [at + 1, content.slice(at * partBytes, (at + 1) * partBytes)];
    const address = header[String(number).padStart(5, '0')] ?? header[String(number)];
    const response = await put(address ?? '', slice, signal);
    parts.push({ partNumber: number, etag: response.headers.get('etag') ?? '' });
  }
  const type = 'application/vnd.git-lfs+json';
  await send(href, { method: 'POST', headers: { Accept: type, 'Content-Type': type }, body: JSON.stringify({ oid, parts }), signal: signal ?? null });
}

function put(address: string, body: Blob, signal: AbortSignal | undefined): Promise<Response> {
  return send(address, { method: 'PUT', body, signal: signal ?? null });
}

async function hashOf(content: Blob): Promise<string> {
  const hash = sha256.create();
  const reader = content.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) hash.update(piece.value);
  return bytesToHex(hash.digest());
}
