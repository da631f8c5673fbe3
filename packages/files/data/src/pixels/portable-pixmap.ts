import type { RgbImage } from './image.ts';

/** Reads PPM and PGM (P2, P3, P5, P6), gray to three equal channels, any maximum scaled to 255.
 *
 * Source: netpbm's format pages for ppm and pgm.
 * @throws {RangeError} saying what is wrong with the bytes. */
export function decodePortablePixmap(bytes: Uint8Array): RgbImage {
  const kind = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  if (!['P2', 'P3', 'P5', 'P6'].includes(kind))
    throw new RangeError(`it starts with ${JSON.stringify(kind)}; of the netpbm formats P2, P3, P5 and P6 are read`);
  const header = readHeader(bytes);
  const channels = kind === 'P3' || kind === 'P6' ? 3 : 1;
  const count = header.width * header.height * channels;
  const sample = kind === 'P5' || kind === 'P6' ? binarySamples(bytes, header, count) : textSamples(bytes, header.end, count);
  const data = new Uint8Array(header.width * header.height * 3);
  for (let at = 0; at < data.length; at++) data[at] = Math.round((sample(channels === 3 ? at : Math.floor(at / 3)) * 255) / header.maximum);
  return { width: header.width, height: header.height, data };
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly maximum: number;
  /** Where the samples begin, in bytes. */
  readonly end: number;
}

function readHeader(bytes: Uint8Array): Header {
  const numbers: number[] = [];
  let at = 2;
  while (numbers.length < 3) {
    at = skipBlanks(bytes, at);
    const start = at;
    while (isDigit(bytes[at])) at++;
    if (at === start) throw new RangeError('its header is not three whole numbers');
    numbers.push(Number(String.fromCharCode(...bytes.subarray(start, at))));
  }
  const [width = 0, height = 0, maximum = 0] = numbers;
  if (width < 1 || height < 1 || maximum < 1 || maximum > 65535) throw new RangeError(`its header says ${width} × ${height} pixels, maximum ${maximum}`);
  return { width, height, maximum, end: at + 1 };
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isBlank(bytes[at]) || bytes[at] === 0x23) {
    if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 0x0a) at++;
    at++;
  }
  return at;
}

function binarySamples(bytes: Uint8Array, { maximum, end }: Header, count: number): (index: number) => number {
  const size = maximum > 255 ? 2 : 1;
  if (bytes.length < end + count * size) throw new RangeError(`it holds ${bytes.length - end} bytes of pixels, its header needs ${count * size}`);
  return size === 1 ? (index) => bytes[end + index]! : (index) => bytes[end + index * 2]! * 256 + bytes[end + index * 2 + 1]!;
}

function textSamples(bytes: Uint8Array, end: number, count: number): (index: number) => number {
  const samples = new TextDecoder('latin1').decode(bytes.subarray(end)).trim().split(/\s+/).map(Number);
  if (samples.length < count || samples.some((sample) => !(sample >= 0)))
    throw new RangeError(`it holds ${samples.length} pixel values, its header needs ${count}`);
  return (index) => samples[index]!;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
