import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { hasChromium } from '../../../../../tools/testing/chromium.ts';
import { type RgbImage, decodeImage } from '../../src/index.ts';
import { BrowserDecoder, distance } from './decoder.ts';

const [width, height] = [24, 16];

/** Colours that rise and fall evenly, so that every turn and mirror image differs and
 * no chroma is lost. */
function slope(channels: 1 | 2 | 3 | 4 = 3): Sharp {
  const values = Uint8Array.from({ length: width * height * channels }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return [30 + x * 8, 40 + y * 11, 200 - x * 5, 60 + x * 6][channel]!;
  });
  return sharp(values, { raw: { width, height, channels } });
}

function turned(orientation: number): Sharp {
  return slope().withMetadata({ orientation });
}

const sharpest = { quality: 100, chromaSubsampling: '4:4:4' } as const;

/** Two frames, of which the second is black. */
function animation(): Sharp {
  const frame = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 5) % 256);
  return sharp(Buffer.concat([frame, Buffer.alloc(frame.length)]), { raw: { width, height: height * 2, channels: 3, pageHeight: height } });
}

/** Files by what is odd about them. */
const oddities: Readonly<Record<string, () => Sharp>> = {
  'WebP, lossy': () => slope().webp({ quality: 90 }),
  'WebP, lossless': () => slope().webp({ lossless: true }),
  'WebP with transparency': () => slope(4).webp({ lossless: true }),
  'WebP, lossy with transparency': () => slope(4).webp({ quality: 90 }),
  'WebP, animated': () => animation().webp({ lossless: true, delay: [100, 100], loop: 0 }),
  'WebP of Display P3': () => slope().withIccProfile('p3').webp({ lossless: true }),
  'AVIF of 8 bits': () => slope().avif({ quality: 90 }),
  'AVIF of 8 bits, gray': () => slope(1).toColourspace('b-w').avif({ quality: 90 }),
  'AVIF of Display P3': () => slope().withIccProfile('p3').avif({ lossless: true }),
  'AVIF with transparency': () => slope(4).avif({ quality: 90 }),
  'AVIF, gray with transparency': () => slope(2).toColourspace('b-w').avif({ quality: 90 }),
  'PNG with transparency': () => slope(4).png(),
  'PNG, gray with transparency': () => slope(2).png(),
  'PNG, interlaced': () => slope().png({ progressive: true }),
  'PNG of 16 bits': () => slope().toColourspace('rgb16').png(),
  'PNG of 16 bits with transparency': () => slope(4).toColourspace('rgb16').png(),
  'PNG of 16 colours': () => slope().png({ palette: true, colours: 16 }),
  'PNG of Display P3': () => slope().withIccProfile('p3').png(),
  GIF: () => slope().gif(),
  'GIF, animated': () => animation().gif({ delay: [100, 100] }),
  'JPEG, progressive': () => slope().jpeg({ quality: 95, progressive: true }),
  'JPEG of Display P3': () => slope().withIccProfile('p3').jpeg(sharpest),
  'JPEG of inks': () => slope().toColourspace('cmyk').jpeg(sharpest),
  'TIFF, plain': () => slope().tiff({ compression: 'none' }),
  'TIFF, LZW with predictor': () => slope().tiff({ compression: 'lzw', predictor: 'horizontal' }),
  'TIFF, deflate': () => slope().tiff({ compression: 'deflate' }),
  'TIFF, PackBits': () => slope().tiff({ compression: 'packbits' }),
  'TIFF in tiles': () => slope().tiff({ compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 }),
  'TIFF of 16 bits': () => slope().toColourspace('rgb16').tiff({ compression: 'lzw' }),
  'TIFF, gray': () => slope(1).toColourspace('b-w').tiff({ compression: 'lzw' }),
  'TIFF, gray of 16 bits': () => slope(1).toColourspace('grey16').tiff({ compression: 'lzw' }),
  'TIFF of 1 bit': () => slope(1).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
  'TIFF with transparency': () => slope(4).tiff({ compression: 'lzw' }),
  'TIFF of inks': () => slope().toColourspace('cmyk').tiff({ compression: 'lzw' }),
  'TIFF of Display P3': () => slope().withIccProfile('p3').tiff({ compression: 'lzw' }),
};

/** Formats that may carry an orientation. */
const turnable: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  jpeg: (picture) => picture.jpeg(sharpest),
  png: (picture) => picture.png(),
  webp: (picture) => picture.webp({ lossless: true }),
  'lossy webp': (picture) => picture.webp({ quality: 90 }),
  avif: (picture) => picture.avif({ quality: 90, chromaSubsampling: '4:4:4' }),
  'avif with transparency': (picture) => picture.ensureAlpha(0.6).avif({ quality: 90, chromaSubsampling: '4:4:4' }),
  tiff: (picture) => picture.tiff({ compression: 'lzw' }),
};

/** What utif2 would draw wrongly, and the words for it. */
const refusedThere: Readonly<Record<string, readonly [() => Sharp, string]>> = {
  'JPEG inside TIFF': [
    () => slope().tiff({ compression: 'jpeg' }),
    'it is a TIFF whose compression is JPEG, which is not read in a browser: convert it to PNG',
  ],
  'WebP inside TIFF': [() => slope().tiff({ compression: 'webp' }), 'whose compression is of kind 50001'],
  'TIFF of L*a*b*': [() => slope().toColourspace('lab').tiff({ compression: 'lzw', predictor: 'none' }), 'whose colours are of kind 8'],
};

describe.skipIf(!hasChromium)('in Chromium as in Node', () => {
  let browser: BrowserDecoder;

  beforeAll(async () => {
    browser = await BrowserDecoder.open();
  });

  afterAll(() => browser.close());

  async function both(pictures: readonly Sharp[]): Promise<(readonly [RgbImage, RgbImage | string])[]> {
    const files = await Promise.all(pictures.map((picture) => picture.toBuffer()));
    const there = await browser.decode(files);
    return Promise.all(files.map(async (file, at) => [await decodeImage(file), there[at]!] as const));
  }

  test('every format and oddity is decoded to the same picture, within 1 level', async () => {
    const names = Object.keys(oddities);
    const found = await both(Object.values(oddities).map((picture) => picture()));
    for (const [at, [here, there]] of found.entries()) {
      expect(there, names[at]).not.toBeTypeOf('string');
      expect(distance(here, there as RgbImage), names[at]).toBeLessThanOrEqual(1);
    }
  });

  test('AVIF of 10 bits with transparency, which is rounded twice, within 2 levels', async () => {
    const [[here, there] = []] = await both([slope(4).avif({ quality: 90, bitdepth: 10 })]);
    expect(distance(here!, there as RgbImage)).toBeLessThanOrEqual(2);
  });

  test.each(Object.keys(turnable))('%s is turned as each of the eight orientations says', async (format) => {
    const write = turnable[format]!;
    const [upright] = await both([write(slope())]);
    const found = await both([1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => write(turned(orientation))));
    for (const [at, [here, there]] of found.entries()) {
      expect(distance(here, there as RgbImage), `orientation ${at + 1}`).toBeLessThanOrEqual(1);
      expect([here.width, here.height]).toEqual(at < 4 ? [width, height] : [height, width]);
    }
    expect(distance(found[0]![0], upright![0])).toBe(0);
    expect(new Set(found.map(([here]) => Buffer.from(here.data).toString('base64'))).size).toBe(8);
  });

  test.each(Object.keys(refusedThere))('%s is refused in words in the browser, for it would come out wrong', async (name) => {
    const [picture, words] = refusedThere[name]!;
    const [[here, there] = []] = await both([picture()]);
    expect([here?.width, here?.height]).toEqual([width, height]);
    expect(there).toContain(words);
  });
});
