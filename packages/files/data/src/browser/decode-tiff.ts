import UTIF, { type IFD } from 'utif2';

import type { RgbImage } from '../pixels/image.ts';
import { cmykToRgb } from '../pixels/cmyk-to-rgb.ts';
import { throughProfile } from './through-profile.ts';
import { turned } from './turn-image.ts';

/** Decodes the first picture of a TIFF by the rules of the other formats. No browser
 * but Safari reads TIFF itself.
 *
 * @throws {RangeError} when it holds no picture, or one of a kind that would come out wrong here:
 * then Node still reads it. */
export async function decodeTiff(bytes: Uint8Array): Promise<RgbImage> {
  const file = bytes.slice().buffer;
  const [page] = UTIF.decode(file);
  if (page === undefined) throw new RangeError('it is a TIFF without a picture');
  const fault = unreadKind(page);
  if (fault !== null) throw new RangeError(`it is a TIFF ${fault}, which is not read in a browser: convert it to PNG`);
  UTIF.decodeImage(file, page);
  if (!(page.width >= 1 && page.height >= 1)) throw new RangeError('its picture cannot be read');
  const profile = numbersIn(page, tags.profile);
  const picture = isInks(page) ? cmykToRgb(page) : overWhite({ width: page.width, height: page.height, data: UTIF.toRGBA8(page) });
  const coloured = profile === null ? picture : await throughProfile(picture, Uint8Array.from(profile));
  return turned(coloured, numbersIn(page, tags.orientation)?.[0] ?? 1);
}

const tags = {
  bits: 't258',
  compression: 't259',
  colours: 't262',
  orientation: 't274',
  samples: 't277',
  planes: 't284',
  sampleFormat: 't339',
  profile: 't34675',
} as const;

/** None, CCITT's three, LZW, deflate (both its numbers) and PackBits. What utif2 makes of JPEG
 * inside TIFF is up to 127 levels off, of WebP black. */
const compressions = new Set([1, 2, 3, 4, 5, 8, 32773, 32946]);
/** White is 0, black is 0, RGB, palette, inks. */
const [inks, readColours] = [5, new Set([0, 1, 2, 3, 5])];

/** Why a picture would come out wrong, or `null`. */
function unreadKind(page: IFD): string | null {
  const compression = firstOf(page, tags.compression, 1);
  const colours = firstOf(page, tags.colours, 2);
  if (!compressions.has(compression)) return `whose compression is ${compression === 6 || compression === 7 ? 'JPEG' : `of kind ${compression}`}`;
  if (!readColours.has(colours)) return `whose colours are of kind ${colours}`;
  if (colours === inks && !isInks(page)) return 'of inks other than four of 8 bits';
  const format = firstOf(page, tags.sampleFormat, 1);
  if (format !== 1) return format === 3 ? 'of floating-point numbers' : 'of signed or complex numbers';
  if (firstOf(page, tags.bits, 1) > 16) return `of ${firstOf(page, tags.bits, 1)} bits per channel`;
  const space = profileSpace(page);
  return space === null || (space === 'RGB ' && colours !== inks) ? null : `with a colour profile of ${space.trim()}`;
}

/** Four inks of 8 bits, pixel by pixel. */
function isInks(page: IFD): boolean {
  const bits = numbersIn(page, tags.bits) ?? [];
  return (
    firstOf(page, tags.colours, 2) === inks && firstOf(page, tags.samples, 1) === 4 && bits.every((value) => value === 8) && firstOf(page, tags.planes, 1) === 1
  );
}

/** The colour space of the embedded profile, as ICC.1 section 7.2.6 spells it, or
 * `null` without one. */
function profileSpace(page: IFD): string | null {
  const profile = numbersIn(page, tags.profile);
  return profile === null ? null : String.fromCharCode(...profile.slice(16, 20));
}

function firstOf(page: IFD, tag: string, usual: number): number {
  return numbersIn(page, tag)?.[0] ?? usual;
}

function numbersIn(page: IFD, tag: string): readonly number[] | null {
  const value = page[tag];
  if (value === undefined || typeof value === 'number') return null;
  return Array.from(value, Number);
}

function overWhite({ width, height, data: pixels }: RgbImage): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = pixels[from + 3]!;
    for (let channel = 0; channel < 3; channel++) data[to + channel] = Math.round((pixels[from + channel]! * alpha + 255 * (255 - alpha)) / 255);
  }
  return { width, height, data };
}
