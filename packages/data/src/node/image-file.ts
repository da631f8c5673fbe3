import { open } from 'node:fs/promises';

import { type ImageHeader, endsWhole, jpegEnds, readImageHeader } from '../image-header.ts';
import type { ImageLook } from '../perceptual-hash.ts';

/** What a file's beginning and end tell. */
export interface FileHeader extends ImageHeader {
  /** `false` when the end is missing; `null` where only decoding can tell. */
  readonly whole: boolean | null;
  /** Size of the file. */
  readonly bytes: number;
  /** What the image looks like, where it has been decoded to see. */
  readonly look?: ImageLook;
}

const headBytes = 32 * 1024; // most JPEGs name their size after less than this of EXIF
const tailBytes = 64;

/** Reads the header of an image file, and looks at its end.
 *
 * @throws {RangeError} saying why it is not an image that can be decoded. */
export async function readFileHeader(path: string): Promise<FileHeader> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await readPart(file, 0, Math.min(size, headBytes));
    const tail = size <= headBytes ? head.subarray(-tailBytes) : await readPart(file, size - tailBytes, tailBytes);
    const header = await readGrowing(file, head, size);
    const whole = endsWhole(header.format, { head, tail, size });
    if (whole !== null || header.format !== 'jpeg') return { ...header, whole, bytes: size };
    return { ...header, whole: jpegEnds(await readPart(file, 0, size)) || null, bytes: size };
  } finally {
    await file.close();
  }
}

/** Reads the header of an image whose bytes are in memory, and looks at its end.
 *
 * @throws {RangeError} saying why it is not an image that can be decoded. */
export function readBytesHeader(bytes: Uint8Array): FileHeader {
  const header = readImageHeader(bytes);
  const whole = endsWhole(header.format, { head: bytes, tail: bytes.subarray(-tailBytes), size: bytes.length });
  return { ...header, whole: whole ?? (header.format === 'jpeg' ? jpegEnds(bytes) || null : null), bytes: bytes.length };
}

type File = Awaited<ReturnType<typeof open>>;

/** A long EXIF block or colour profile can push the size past the first bytes: then the whole file is read. */
async function readGrowing(file: File, head: Uint8Array, size: number): Promise<ImageHeader> {
  try {
    return readImageHeader(head);
  } catch (fault) {
    if (size <= head.length) throw fault;
    return readImageHeader(await readPart(file, 0, size));
  }
}

async function readPart(file: File, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
