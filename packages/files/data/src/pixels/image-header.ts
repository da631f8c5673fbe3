import { imageSize } from 'image-size';

import { isNumpyArray, readNumpyHeader } from './numpy-array.ts';

/** The formats that are decoded. */
export type ImageFormat = 'avif' | 'bmp' | 'gif' | 'jpeg' | 'npy' | 'png' | 'pnm' | 'tiff' | 'webp';

/** What the first bytes of an image tell. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Size as stored, before any turning by EXIF, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Four inks instead of three lights: a JPEG for printing. */
  readonly inks: boolean;
}

/** Pillow's own limit: twice a quarter gigabyte of RGB. A 30 KB file can claim far more, and would
 * take the memory with it. */
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
 * @throws {RangeError} saying why this is not an image that can be decoded, or not from
 * these bytes alone. */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  if (isNumpyArray(bytes)) return numpyHeader(bytes);
  const { type = '', width, height } = measure(bytes);
  const format = formats[type];
  if (format === undefined) throw new RangeError(unreadReason(type));
  if (!(width >= 1 && height >= 1)) throw new RangeError(`its header says ${width} × ${height} pixels`);
  return { format, width, height, inks: format === 'jpeg' && jpegComponents(bytes) === 4 };
}

function numpyHeader(bytes: Uint8Array): ImageHeader {
  const { width, height } = readNumpyHeader(bytes);
  return { format: 'npy', width, height, inks: false };
}

/** Why a format that was recognised is not decoded, and what to do. */
function unreadReason(type: string): string {
  if (type === 'heic') return `it is HEIC, which is not read: ${heicAdvice}`;
  return `it is ${type.toUpperCase()}, which is not read (${Object.values(formats).join(', ')} are)`;
}

/** What to do with a phone's HEIC photos. The decoders of HEVC that can be had are under the LGPL
 * or behind patents, so none is shipped. */
export const heicAdvice = 'no decoder for it has a permissive licence. Convert it to JPEG (phones offer this as "most compatible") or PNG';

/** Bytes of a file's beginning in which any image format that we know is told by. */
export const signatureBytes = 32;

/** What files begin with, byte for byte in Latin-1. Many words begin with a BMP's two letters, so
 * its reserved zeros must follow. */
const signatures: readonly RegExp[] = [
  /^ÿØÿ/, // JPEG
  /^.PNG\r\n.\n/,
  /^GIF8[79]a/,
  /^RIFF[^]{4}WEBP/,
  /^BM[^]{4}\0{4}/,
  /^(II[*+]\0|MM\0[*+])/, // TIFF and BigTIFF, in both orders of bytes
  /^[^]{4}ftyp(avif|avis|heic|heix|hevc|heim|heis|mif1|msf1)/, // AVIF and HEIC
  /^P[1-6]\s+[\d#]/, // PPM, PGM and their kin
  /^.NUMPY/, // an array
];

/** Whether a file that begins so is an image by its content, whatever it is called; not
 * whether it can be decoded. */
export function beginsLikeImage(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, signatureBytes));
  return signatures.some((signature) => signature.test(text));
}

/** Says in words why a picture is too large to decode, or `null`. */
export function pixelLimitFault({ width, height }: Pick<ImageHeader, 'width' | 'height'>, maxPixels: number): string | null {
  if (width * height <= maxPixels) return null;
  return `its header says ${width} × ${height} = ${grouped(width * height)} pixels, above the limit of ${grouped(maxPixels)} (maxPixels)`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Whether a whole JPEG file has its end marker. Within a scan the bytes FF D9 cannot mean anything
 * else, so zeros or a camera's data after it do not matter. */
export function jpegEnds(bytes: Uint8Array): boolean {
  for (const { marker, at } of jpegSegments(bytes)) if (marker === startOfScan) return indexOfBytes(bytes.subarray(at), [0xff, 0xd9]) >= 0;
  return false;
}

/** Whether the file's end looks whole: `null` where only more of it can tell. */
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

/** How many colours a JPEG's frame header announces: 4 are inks. */
function jpegComponents(bytes: Uint8Array): number | null {
  for (const { marker, at } of jpegSegments(bytes)) if (isFrameHeader(marker)) return bytes[at + 9] ?? null;
  return null;
}

/** The segments of a JPEG before its first scan, and that scan's own header. A thumbnail inside a
 * segment is stepped over. */
function* jpegSegments(bytes: Uint8Array): Generator<{ readonly marker: number; readonly at: number }> {
  let at = 2;
  while (at + 3 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1; // padding before a marker
    else {
      yield { marker, at };
      if (marker === startOfScan) return;
      at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    }
  }
}

const startOfScan = 0xda;

/** SOF0 … SOF15, without the tables DHT, JPG and DAC that lie between them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function indexOfBytes(bytes: Uint8Array, wanted: readonly [number, ...number[]]): number {
  let start = bytes.indexOf(wanted[0]);
  while (start >= 0 && !wanted.every((byte, offset) => bytes[start + offset] === byte)) start = bytes.indexOf(wanted[0], start + 1);
  return start;
}
