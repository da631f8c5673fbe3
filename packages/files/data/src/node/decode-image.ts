import { decode as decodeBitmap } from 'bmp-ts';

import { type DecodeOptions, requireDecodeOptions } from '../pixels/decode-options.ts';
import { ImageError, MissingDecoderError, reasonOf } from '../errors.ts';
import { type ImageHeader, defaultMaxPixels, pixelLimitFault, readImageHeader } from '../pixels/image-header.ts';
import type { Rgb, RgbImage } from '../pixels/image.ts';
import { otherChannels, picked, withChannels } from '../pixels/channels.ts';
import { cmykToRgb } from '../pixels/cmyk-to-rgb.ts';
import { decodePortablePixmap } from '../pixels/portable-pixmap.ts';
import { decodeNumpyArray } from '../pixels/numpy-array.ts';
import { loadSharp } from './load-sharp.ts';
import { readFileWhole } from './regular-file.ts';

/** Decodes an image, to RGB unless other channels are asked for, by one set of rules: turned as
 * EXIF says, transparency over white, gray to three channels, 16 bits scaled to 8, colour profiles
 * to sRGB, CMYK without a profile as R = (255 − C)(255 − K) / 255, the first frame of an animation.
 * Baseline and progressive JPEG equal libjpeg-turbo's full decode.
 *
 * @param source a path, or the bytes of a file.
 * @throws {ImageError} when it is not an image, is cut short, or is larger than `maxPixels`.
 * @throws {MissingDecoderError} when sharp is not installed and the format needs it.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function decodeImage(source: string | Uint8Array, options: DecodeOptions = {}): Promise<RgbImage> {
  requireDecodeOptions('decodeImage', options);
  const { maxPixels = defaultMaxPixels, channels = 3 } = options;
  const path = typeof source === 'string' ? source : null;
  return explained(path, async () => {
    const bytes = typeof source === 'string' ? await readFileWhole(source) : source;
    const header = readImageHeader(bytes);
    const fault = pixelLimitFault(header, maxPixels);
    if (fault !== null) throw new RangeError(fault);
    return decodeKnown(bytes, header, channels);
  });
}

/** What is decoded, and to what. */
interface DecodeTask {
  /** What to call it in an error. */
  readonly path: string;
  readonly header: ImageHeader;
  /** Left out where any will do. */
  readonly channels?: number | undefined;
}

/** Decodes an image whose header has been read and found small enough.
 *
 * @param source a path, or the bytes of a file.
 * @throws {ImageError} when it cannot be decoded after all. */
export async function decodeEncoded(source: string | Uint8Array, { path, header, channels }: DecodeTask): Promise<RgbImage> {
  return explained(path, () => decodeKnown(source, header, channels));
}

/** Size and mean colour of an image after decoding.
 *
 * @throws {ImageError} and {UnknownOptionError} as `decodeImage`. */
export async function describeImage(
  source: string | Uint8Array,
  options: DecodeOptions = {},
): Promise<{ readonly width: number; readonly height: number; readonly mean: Rgb }> {
  requireDecodeOptions('describeImage', options);
  const { width, height, data } = await decodeImage(source, options);
  const sums: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 3) {
    sums[0] += data[at]!;
    sums[1] += data[at + 1]!;
    sums[2] += data[at + 2]!;
  }
  const pixels = width * height;
  return { width, height, mean: [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels] };
}

/** What sharp says where another image that is decoded at the same time has wiped away libvips'
 * words, which are one text for the whole process. */
const unsaid = 'Unknown error';

async function explained(path: string | null, decode: () => Promise<RgbImage>): Promise<RgbImage> {
  try {
    return await decode();
  } catch (cause) {
    if (MissingDecoderError.isInstance(cause)) throw cause;
    const reason = reasonOf(cause);
    throw new ImageError({ path, reason: reason === unsaid ? 'its decoder finds it damaged' : reason, cause });
  }
}

async function decodeKnown(source: string | Uint8Array, header: ImageHeader, channels: number | undefined): Promise<RgbImage> {
  const image = await decodeNear(source, header, channels);
  return channels === undefined ? image : withChannels(image, channels);
}

/** As the file has it, or in colour where that can be had without loss of what is wanted. */
async function decodeNear(source: string | Uint8Array, header: ImageHeader, channels: number | undefined): Promise<RgbImage> {
  if (header.format === 'npy') return decodeNumpyArray(await bytesOf(source));
  if (header.format === 'tiff') return decodeTiff(source, header, channels);
  return channels === 4 && hasAlpha.has(header.format) ? decodeWithAlpha(source) : decodeColours(source, header);
}

const hasAlpha: ReadonlySet<string> = new Set(['avif', 'gif', 'png', 'webp']);

async function decodeWithAlpha(source: string | Uint8Array): Promise<RgbImage> {
  const sharp = await loadSharp();
  const pipeline = sharp(source, readOptions).autoOrient().toColourspace('srgb').ensureAlpha();
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** A TIFF has the channels that it has: what is fewer is not made up. */
async function decodeTiff(source: string | Uint8Array, header: ImageHeader, wanted: number | undefined): Promise<RgbImage> {
  const sharp = await loadSharp();
  const { channels, space } = await sharp(source, readOptions).metadata();
  const isPhoto = channels <= 4 || space === 'cmyk';
  if (isPhoto && (wanted === undefined || wanted === 3 || wanted === 1)) return decodeColours(source, header);
  const pipeline = sharp(source, readOptions).autoOrient().toColourspace('srgb');
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const image = { width: info.width, height: info.height, data };
  // What begins with gray has that three times: as red, green and blue.
  const own =
    info.channels === channels
      ? image
      : picked(
          image,
          Array.from({ length: channels }, (_, channel) => channel + info.channels - channels),
        );
  if (wanted !== undefined && wanted !== channels) throw new RangeError(otherChannels(channels, wanted));
  return own;
}

async function decodeColours(source: string | Uint8Array, header: ImageHeader): Promise<RgbImage> {
  if (header.format === 'pnm') return decodePortablePixmap(await bytesOf(source));
  if (header.format === 'bmp') return decodeBmp(await bytesOf(source));
  const sharp = await loadSharp();
  if (!header.inks && header.format !== 'tiff') return decodeLights(source);
  const { hasProfile, space, depth } = await sharp(source, readOptions).metadata();
  if (space !== 'lab' && unreadDepths.has(depth))
    throw new RangeError(`it is a TIFF of ${unreadDepths.get(depth)}, which is not read: convert it to 8 or 16 bits`);
  // A profile says what its inks look like; without one they are mixed by formula. Only
  // JPEG and TIFF know inks.
  return space === 'cmyk' && !hasProfile ? decodeInks(source) : decodeLights(source);
}

/** Numbers whose black and white nothing tells: 0 … 1 would come out black. */
const unreadDepths: ReadonlyMap<string | undefined, string> = new Map([
  ['float', 'floating-point numbers'],
  ['double', 'floating-point numbers'],
  ['complex', 'complex numbers'],
  ['dpcomplex', 'complex numbers'],
  ['uint', '32 bits per channel'],
  ['int', 'signed numbers'],
  ['short', 'signed numbers'],
  ['char', 'signed numbers'],
]);

/** The limit has been checked already; a file that ends early must fail, not turn gray. */
const readOptions = { failOn: 'truncated', limitInputPixels: false, limitInputChannels: false } as const;

async function decodeLights(source: string | Uint8Array): Promise<RgbImage> {
  const sharp = await loadSharp();
  const pipeline = sharp(source, readOptions).autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb');
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

async function decodeInks(source: string | Uint8Array): Promise<RgbImage> {
  const sharp = await loadSharp();
  const pipeline = sharp(source, readOptions).autoOrient().pipelineColourspace('cmyk').toColourspace('cmyk');
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return cmykToRgb({ width: info.width, height: info.height, data });
}

/** The fourth byte of a BMP pixel is padding to most programs, so it is not taken for
 * transparency. */
function decodeBmp(bytes: Uint8Array): RgbImage {
  const { width, height, data: pixels } = decodeBitmap(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0, at = 0; at < data.length; pixel += 4) {
    for (let channel = 3; channel > 0; channel--) data[at++] = pixels[pixel + channel]!; // stored as alpha, blue, green, red
  }
  return { width, height, data };
}

async function bytesOf(source: string | Uint8Array): Promise<Uint8Array> {
  return typeof source === 'string' ? readFileWhole(source) : source;
}
