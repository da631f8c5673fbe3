import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { RequestError, bodyTooLarge } from './request-error.ts';

export interface GivenImage {
  /** Of the file, where it came with one. */
  readonly name: string | null;
  readonly bytes: Uint8Array;
}

/** What a request asks about. */
export interface GivenImages {
  readonly images: readonly GivenImage[];
  /** Whether the answer is a list. */
  readonly areMany: boolean;
}

/** Images that one request may hold. */
export const mostImages = 256;

const jsonBody = z.union([z.strictObject({ image: z.string() }), z.strictObject({ images: z.array(z.string()).min(1).max(mostImages) })]);

/** The images of a request: its body itself, fields of a form, or base64 in JSON.
 *
 * @throws {RequestError} when it holds none, or something else. */
export async function givenImages(request: FastifyRequest, { maxBytes }: { readonly maxBytes: number }): Promise<GivenImages> {
  if (request.isMultipart()) return inForm(request, maxBytes);
  const { body } = request;
  if (body instanceof Uint8Array) return { images: [{ name: null, bytes: requireBytes(body) }], areMany: false };
  return inJson(body);
}

/** The one image of a request.
 *
 * @throws {RequestError} when there are several. */
export async function givenImage(request: FastifyRequest, limits: { readonly maxBytes: number }): Promise<GivenImage> {
  const { images, areMany } = await givenImages(request, limits);
  if (areMany) throw new RequestError('malformed', 'One image at a time is explained: send it as the body, or as image.');
  return images[0]!;
}

async function inForm(request: FastifyRequest, maxBytes: number): Promise<GivenImages> {
  const images: GivenImage[] = [];
  const fields = new Set<string>();
  let total = 0;
  for await (const part of filesIn(request)) {
    const bytes = requireBytes(await part.toBuffer().catch(refuseForm));
    total += bytes.length;
    if (total > maxBytes) throw bodyTooLarge(maxBytes);
    fields.add(fieldOf(part));
    images.push({ name: part.filename, bytes });
  }
  if (images.length === 0) throw new RequestError('malformed', 'The form holds no file: send one as image, or several as images.');
  const areMany = fields.has('images');
  if (!areMany && images.length > 1) throw new RequestError('malformed', `The form holds ${images.length} files as image: send several as images.`);
  return { images, areMany };
}

async function* filesIn(request: FastifyRequest): AsyncGenerator<MultipartFile> {
  try {
    yield* request.files();
  } catch (error) {
    refuseForm(error);
  }
}

/** What reads forms has no code for one that is none or ends early, between its parts or in one. */
function refuseForm(error: unknown): never {
  if ((error as { readonly code?: string }).code !== undefined) throw error;
  throw new RequestError('malformed', `The form is malformed: ${(error as Error).message}.`);
}

function fieldOf({ fieldname }: MultipartFile): string {
  if (fieldname === 'image' || fieldname === 'images') return fieldname;
  throw new RequestError('malformed', `The form has a file as "${fieldname}": send one as image, or several as images.`);
}

function inJson(body: unknown): GivenImages {
  const { data } = jsonBody.safeParse(body);
  if (data === undefined)
    throw new RequestError('malformed', `The JSON must be {"image": BASE64}, or {"images": [BASE64, …]} with 1 to ${mostImages} images, and nothing else.`);
  const texts = 'image' in data ? [data.image] : data.images;
  return { images: texts.map((text) => ({ name: null, bytes: fromBase64(text) })), areMany: 'images' in data };
}

/** `data:` addresses too. */
function fromBase64(text: string): Uint8Array {
  const encoded = text.slice(text.startsWith('data:') ? text.indexOf(',') + 1 : 0);
  const bytes = Buffer.from(encoded, 'base64');
  if (unpadded(bytes.toString('base64')) !== unpadded(encoded)) throw new RequestError('malformed', 'An image is not base64 (RFC 4648, §4).');
  return requireBytes(bytes);
}

function unpadded(base64: string): string {
  return base64.slice(0, base64.endsWith('==') ? -2 : base64.endsWith('=') ? -1 : undefined);
}

function requireBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw new RequestError('malformed', 'The image is empty.');
  return bytes;
}
