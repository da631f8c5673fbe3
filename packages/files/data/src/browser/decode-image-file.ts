import { type DecodeOptions, requireDecodeOptions } from '../pixels/decode-options.ts';
import { ImageError, reasonOf } from '../errors.ts';
import { type FileHeader, readBytesHeader } from '../pixels/file-header.ts';
import { defaultMaxPixels, pixelLimitFault } from '../pixels/image-header.ts';
import { withChannels } from '../pixels/channels.ts';
import type { RgbImage } from '../pixels/image.ts';
import { decodeNumpyArray } from '../pixels/numpy-array.ts';
import { decodePortablePixmap } from '../pixels/portable-pixmap.ts';
import { avifLayers } from './avif-layers.ts';
import { withoutBitmapAlpha } from './bitmap-alpha.ts';
import { hasColourProfile } from './colour-profile.ts';
import { overWhite } from './over-white.ts';
import { pixelsOf, transparentPixelsOf } from './pixels-of.ts';
import { turned } from './turn-image.ts';
import { takeOrientation } from './webp-orientation.ts';

/** Decodes an image, to RGB unless other channels are asked for, by the rules of Node's
 * `decodeImage`, in a page or a worker: turned as EXIF says, transparency over white, gray to three
 * channels, 16 bits scaled to 8, colour profiles to sRGB, the first frame of an animation.
 *
 * @param file a picked or dropped file, or bytes.
 * @throws {ImageError} when it is not an image, is cut short, or is larger than `maxPixels`.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function decodeImageFile(file: Blob | Uint8Array, options: DecodeOptions = {}): Promise<RgbImage> {
  requireDecodeOptions('decodeImageFile', options);
  const { maxPixels = defaultMaxPixels, channels = 3 } = options;
  const path = file instanceof Blob && 'name' in file ? String(file.name) : null;
  return explained(path, async () => {
    const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
    const header = readBytesHeader(bytes);
    const fault = pixelLimitFault(header, maxPixels);
    if (fault !== null) throw new RangeError(fault);
    return decodeIn(bytes, header, channels);
  });
}

/** Decodes a file whose header has been read and found small enough.
 *
 * @param channels any where left out. */
export async function decodeBlob(path: string, file: Blob, channels?: number): Promise<RgbImage> {
  return explained(path, async () => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return decodeIn(bytes, readBytesHeader(bytes), channels);
  });
}

async function explained(path: string | null, decode: () => Promise<RgbImage>): Promise<RgbImage> {
  try {
    return await decode();
  } catch (cause) {
    throw new ImageError({ path, reason: reasonOf(cause), cause });
  }
}

async function decodeIn(bytes: Uint8Array, header: FileHeader, channels: number | undefined): Promise<RgbImage> {
  if (isCutShort(header)) throw new RangeError('the file is cut short');
  if (channels === 4 && hasAlpha.has(header.format)) return decodeWithAlpha(bytes, header);
  const image = await decodeKnown(bytes, header);
  return channels === undefined ? image : withChannels(image, channels);
}

const hasAlpha: ReadonlySet<string> = new Set(['avif', 'gif', 'png', 'webp']);

/** Colours where little is seen of them as exactly as a canvas keeps them. */
async function decodeWithAlpha(bytes: Uint8Array, { format }: FileHeader): Promise<RgbImage> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` });
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none' });
  try {
    return transparentPixelsOf(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}

async function decodeKnown(bytes: Uint8Array, header: FileHeader): Promise<RgbImage> {
  if (header.format === 'npy') return decodeNumpyArray(bytes);
  if (header.format === 'pnm') return decodePortablePixmap(bytes);
  if (header.format === 'tiff') return (await import('./decode-tiff.ts')).decodeTiff(bytes);
  if (header.format === 'webp') return decodeWebp(bytes, header);
  if (header.format === 'bmp') return decodeByBrowser(withoutBitmapAlpha(bytes), header);
  if (header.format === 'avif') return decodeAvif(bytes, header);
  return decodeByBrowser(bytes, header);
}

async function decodeWebp(bytes: Uint8Array, header: FileHeader): Promise<RgbImage> {
  const upright = takeOrientation(bytes);
  return turned(await decodeByBrowser(upright.bytes, header), upright.orientation);
}

async function decodeAvif(bytes: Uint8Array, header: FileHeader): Promise<RgbImage> {
  const layers = await avifLayers(bytes);
  if (layers === null) return decodeByBrowser(bytes, header);
  const [colours, alpha] = [await decodeByBrowser(layers.colours, header), await decodeByBrowser(layers.alpha, header, 'none')];
  return overWhite(colours, alpha);
}

/** Browsers draw what there is of a JPEG or PNG that ends early, and say nothing; its
 * missing end tells. */
function isCutShort({ format, whole }: FileHeader): boolean {
  return whole === false || (whole === null && (format === 'jpeg' || format === 'png'));
}

/** Without a profile, nothing else in the file may move its colours: PNG's gamma, which browsers
 * follow, is not what Python and sharp do. */
async function decodeByBrowser(
  bytes: Uint8Array,
  { format }: FileHeader,
  colorSpaceConversion: ColorSpaceConversion = hasColourProfile(bytes, format) ? 'default' : 'none',
): Promise<RgbImage> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` });
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image', colorSpaceConversion });
  try {
    return pixelsOf(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}
