import { type ImageHeader, endsWhole, jpegEnds, readImageHeader } from './image-header.ts';
import type { ImageLook } from './perceptual-hash.ts';

/** What a file's beginning and end tell. */
export interface FileHeader extends ImageHeader {
  /** `false` when the end is missing; `null` where only decoding can tell. */
  readonly whole: boolean | null;
  /** Size of the file. */
  readonly bytes: number;
  /** 32 bits that follow from the file's beginning and end: files in which they differ differ. */
  readonly mark: number;
  /** What the image looks like, where it has been decoded to see. */
  readonly look?: ImageLook;
}

/** Size and mark of a file in one text: where these differ, files do. */
export function contentMark({ bytes, mark }: Pick<FileHeader, 'bytes' | 'mark'>): string {
  return `${bytes}-${mark.toString(16).padStart(8, '0')}`;
}

/** A file that is read piece by piece. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  read(position: number, length: number): Promise<Uint8Array>;
}

const headBytes = 32 * 1024; // most JPEGs name their size after less than this of EXIF
const tailBytes = 64;
const markedBytes = 4 * 1024;

/** Reads the header of an image and looks at its end, and no more than that where it is enough.
 *
 * @throws {RangeError} saying why it is not an image that can be decoded. */
export async function readHeaderByParts({ size, read }: ByteSource): Promise<FileHeader> {
  const head = await read(0, Math.min(size, headBytes));
  const tail = size <= headBytes ? head.subarray(-tailBytes) : await read(size - tailBytes, tailBytes);
  const header = await readGrowing({ size, read }, head);
  const whole = endsWhole(header.format, { head, tail, size });
  const found = { ...header, bytes: size, mark: markOf(head, tail) };
  if (whole !== null || header.format !== 'jpeg') return { ...found, whole };
  return { ...found, whole: jpegEnds(await read(0, size)) || null };
}

/** FNV-1a (Fowler, Noll and Vo) of the first 4 KB and the last 64 bytes. */
function markOf(head: Uint8Array, tail: Uint8Array): number {
  let mark = 0x811c9dc5;
  for (const part of [head.subarray(0, markedBytes), tail]) for (let at = 0; at < part.length; at++) mark = Math.imul(mark ^ part[at]!, 0x01000193);
  return mark >>> 0;
}

/** A long EXIF block or colour profile can push the size past the first bytes: then the
 * whole file is read. */
async function readGrowing({ size, read }: ByteSource, head: Uint8Array): Promise<ImageHeader> {
  try {
    return readImageHeader(head);
  } catch (fault) {
    if (size <= head.length) throw fault;
    return readImageHeader(await read(0, size));
  }
}

/** Reads the header of an image whose bytes are in memory, and looks at its end.
 *
 * @throws {RangeError} saying why it is not an image that can be decoded. */
export function readBytesHeader(bytes: Uint8Array): FileHeader {
  const header = readImageHeader(bytes);
  const tail = bytes.subarray(-tailBytes);
  const whole = endsWhole(header.format, { head: bytes, tail, size: bytes.length });
  return {
    ...header,
    whole: whole ?? (header.format === 'jpeg' ? jpegEnds(bytes) || null : null),
    bytes: bytes.length,
    mark: markOf(bytes, tail),
  };
}
