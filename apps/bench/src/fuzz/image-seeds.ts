import sharp, { type Sharp } from 'sharp';

import type { SeedFile } from './fuzz-files.ts';

const [width, height] = [40, 30];

/** One small file of each kind that is decoded, with what readers trip over: progressive scans,
 * inks, interlacing, palettes, several frames, orientation, profiles, tiles. */
export async function imageSeeds(): Promise<SeedFile[]> {
  const written: Readonly<Record<string, Sharp>> = {
    jpeg: picture().withMetadata({ orientation: 6 }).jpeg(),
    'jpeg, progressive': picture().jpeg({ progressive: true }),
    'jpeg, inks': picture().toColourspace('cmyk').jpeg(),
    png: picture().png(),
    'png, 16 bits, interlaced': picture().toColourspace('rgb16').png({ progressive: true }),
    'png, palette': picture().png({ palette: true, colours: 16 }),
    'png, profile': picture().withIccProfile('p3').png(),
    webp: picture().withMetadata({ orientation: 3 }).webp(),
    'webp, lossless': picture().ensureAlpha(0.5).webp({ lossless: true }),
    'gif, two frames': frames().gif({ delay: [100, 100] }),
    avif: picture().avif({ effort: 0 }),
    'tiff, lzw': picture().tiff({ compression: 'lzw', predictor: 'horizontal' }),
    'tiff, tiles': picture().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }),
    'tiff, 1 bit': picture().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
  };
  const encoded = Object.entries(written).map(async ([format, image]) => ({ format, bytes: await image.toBuffer() }));
  return [...(await Promise.all(encoded)), { format: 'bmp', bytes: bitmap() }, ...pixmaps()];
}

function colours(): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7 + (at >> 5) * 13) % 256);
}

function picture(): Sharp {
  return sharp(colours(), { raw: { width, height, channels: 3 } });
}

function frames(): Sharp {
  return sharp(Buffer.concat([colours(), colours().reverse()]), { raw: { width, height: height * 2, channels: 3, pageHeight: height } });
}

/** A BITMAPFILEHEADER, a BITMAPINFOHEADER, and rows of 24 bits. */
function bitmap(): Uint8Array {
  const bytes = Buffer.alloc(54 + width * height * 3);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.set(colours(), 54);
  return bytes;
}

function pixmaps(): SeedFile[] {
  const text = `P2\n# gray\n${width} ${height}\n255\n${Array.from({ length: width * height }, (_, at) => at % 256).join(' ')}\n`;
  return [
    { format: 'ppm', bytes: Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), colours()]) },
    { format: 'pgm, text', bytes: Buffer.from(text) },
  ];
}
