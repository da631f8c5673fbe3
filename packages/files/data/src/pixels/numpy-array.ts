import type { RgbImage } from './image.ts';

/** What the header of a `.npy` file says of an image. */
export interface NumpyHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Of an element: 1 or 2. */
  readonly bytesEach: number;
  readonly bigEndian: boolean;
  /** Where the elements begin. */
  readonly start: number;
}

/** Whether a file begins as NumPy's arrays do. */
export function isNumpyArray(bytes: Uint8Array): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Reads the header of an array [height, width] or [height, width, channels] of 8 or 16 bits.
 *
 * Source: NumPy's format, versions 1 to 3,
 *         https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 * @throws {RangeError} saying what the array is that cannot be read. */
export function readNumpyHeader(bytes: Uint8Array): NumpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 1) > 1;
  const begin = wide ? 12 : 10;
  if (bytes.length < begin) throw new RangeError('it is a .npy file that is cut short');
  const start = begin + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  const text = new TextDecoder('latin1').decode(bytes.subarray(begin, start));
  const [, order = '', kind = ''] = /'descr':\s*'([<>|=]?)([a-zA-Z]\d+)'/u.exec(text) ?? [];
  const shape = (/'shape':\s*\(([^)]*)\)/u.exec(text)?.[1] ?? '').split(',').flatMap((side) => (side.trim() === '' ? [] : [Number(side)]));
  if (kind !== 'u1' && kind !== 'u2') throw new RangeError(`it is a .npy file of ${kind === '' ? 'records' : kind}, which is not read: save uint8 or uint16`);
  if (/'fortran_order':\s*True/u.test(text)) throw new RangeError('it is a .npy file in Fortran order: save np.ascontiguousarray(array)');
  const [height = 0, width = 0, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || ![height, width, channels].every((side) => Number.isSafeInteger(side) && side >= 1))
    throw new RangeError(`it is a .npy file of shape (${shape.join(', ')}): an image is (height, width) or (height, width, channels)`);
  return { width, height, channels, bytesEach: Number(kind[1]), bigEndian: order === '>', start };
}

/** Of 16 bits the upper eight.
 *
 * @throws {RangeError} as `readNumpyHeader`, and when elements are missing. */
export function decodeNumpyArray(bytes: Uint8Array): RgbImage {
  const { width, height, channels, bytesEach, bigEndian, start } = readNumpyHeader(bytes);
  const length = width * height * channels;
  const elements = bytes.subarray(start, start + length * bytesEach);
  if (elements.length < length * bytesEach) throw new RangeError(`it has ${elements.length} of ${length * bytesEach} bytes`);
  const high = bytesEach === 1 || bigEndian ? 0 : 1;
  const data = bytesEach === 1 ? elements.slice() : Uint8Array.from({ length }, (_, at) => elements[at * bytesEach + high]!);
  return { width, height, data };
}
