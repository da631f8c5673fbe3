import { imageSize } from 'image-size';

/** The formats that are decoded. */
export type ImageFormat = 'avif' | 'bmp' | 'gif' | 'jpeg' | 'png' | 'pnm' | 'tiff' | 'webp';

/** What the first bytes of an image tell. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Size as stored, before any turning by EXIF, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Four inks instead of three lights: a JPEG for printing. */
  readonly inks: boolean;
}

/** Pillow's own limit: twice a quarter gigabyte of RGB. A 30 KB file can claim far more, and would take the memory with it. */
export const defaultMaxPixels = 178_956_970;

const formats: Readonly<Record<string, ImageFormat>> = {
  avif: 'avif',
  bmp: 'bmp',
  gif: 'gif',
  jpg: 'jpeg',
  png: 'png',
  pnm: 'pnm',
  tiff: 'tiff',
  webp: 'webp',
};

/** Reads format and size from the beginning of a file.
 *
 * @throws {RangeError} saying why this is not an image that can be decoded, or not from these bytes alone. */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  const { type = '', width, height } = measure(bytes);
  const format = formats[type];
  if (format === undefined) throw new RangeError(`it is ${type.toUpperCase()}, which is not read (${Object.values(formats).join(', ')} are)`);
  if (!(width >= 1 && height >= 1)) throw new RangeError(`its header says ${width} × ${height} pixels`);
  return { format, width, height, inks: format === 'jpeg' && jpegComponents(bytes) === 4 };
}

/** Says in words why a picture is too large to decode, or `null`. */
export function pixelLimitFault({ width, height }: Pick<ImageHeader, 'width' | 'height'>, maxPixels: number): string | null {
  if (width * height <= maxPixels) return null;
  return `its header says ${width} × ${height} = ${grouped(width * height)} pixels, above the limit of ${grouped(maxPixels)} (maxPixels)`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Whether the file's end looks whole: `null` where only decoding can tell. */
export function endsWhole(
  format: ImageFormat,
  { head, tail, size }: { readonly head: Uint8Array; readonly tail: Uint8Array; readonly size: number },
): boolean | null {
  switch (format) {
    case 'jpeg':
      return indexOfBytes(tail, [0xff, 0xd9]) >= 0 || null; // cameras append data of their own after the end marker
    case 'png':
      return indexOfBytes(tail, [0x49, 0x45, 0x4e, 0x44]) >= 0 || null; // IEND
    case 'webp':
      return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(4, true) + 8 <= size; // RIFF size
    case 'gif':
      return tail.includes(0x3b) || null; // trailer
    default:
      return null;
  }
}

function measure(bytes: Uint8Array): { type?: string; width: number; height: number } {
  if (bytes.length === 0) throw new RangeError('it is empty (0 bytes)');
  try {
    return imageSize(bytes);
  } catch (cause) {
    throw new RangeError(`it is not an image (it starts with ${JSON.stringify(printable(bytes.subarray(0, 12)))})`, { cause });
  }
}

function printable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
}

/** Walks a JPEG's segments to its frame header (SOFn), which holds the count of components. */
function jpegComponents(bytes: Uint8Array): number | null {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (isFrameHeader(marker)) return bytes[at + 9]!;
    const standsAlone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += marker === 0xff ? 1 : standsAlone ? 2 : 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return null;
}

/** SOF0 … SOF15, without the tables DHT, JPG and DAC that lie between them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function indexOfBytes(bytes: Uint8Array, wanted: readonly number[]): number {
  return bytes.findIndex((_, start) => wanted.every((byte, offset) => bytes[start + offset] === byte));
}
