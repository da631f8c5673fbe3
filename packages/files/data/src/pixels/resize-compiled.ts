import { base64 } from '../generated/resize-kernel.ts';
import type { Rectangle, RgbImage } from './image.ts';
import type { Weights } from './resize-weights.ts';

interface Kernel {
  readonly memory: WebAssembly.Memory;
  widen(input: number, pitch: number, blocks: number, output: number): void;
  across(blocks: number, output: number, pitch: number, columns: number, taps: number, weights: number): void;
  down(input: number, output: number, pitch: number, rows: number, taps: number, weights: number): void;
}

/** Rows that are made narrow at a time, as the kernel has it. */
const bandRows = 8;
/** Bytes of two pixels in a band, as the kernel widens them. */
const blockBytes = 96;
/** The kernel's memory never shrinks: what needs more, in bytes, is left to plain arithmetic. */
const memoryLimit = 64 * 1024 * 1024;
const margin = 64;

/** The two passes in SIMD, or `null` where the platform has none or the memory would be too large.
 * Equal to `resizeScalar` to the bit. */
export function resizeCompiled(image: RgbImage, part: Rectangle, { across, down }: { readonly across: Weights; readonly down: Weights }): Uint8Array | null {
  const firstColumn = across.starts[0]!;
  const firstRow = down.starts[0]!;
  const columns = across.starts.length;
  const rows = down.starts.at(-1)! + down.lengths.at(-1)! - firstRow;
  const pixels = across.starts.at(-1)! + across.lengths.at(-1)! - firstColumn;
  const inputPitch = aligned(pixels * 3, 16);
  const pitch = aligned(columns * 12 + 4, 64); // of two rows; the last pixel is written with four bytes behind it, which must not be the next rows'
  const widths = packWeights(across, blockBytes);
  const heights = packWeights(down, pitch);

  let end = 0;
  const reserve = (bytes: number) => {
    const at = end;
    end = aligned(end + bytes + margin, 64);
    return at;
  };
  const places = { widths: reserveWeights(widths, reserve), heights: reserveWeights(heights, reserve) };
  const band = reserve(bandRows * inputPitch);
  const blocks = reserve((Math.ceil(pixels / 2) + 1) * blockBytes);
  const narrow = reserve((aligned(rows, bandRows) / 2) * pitch);
  const output = reserve((down.starts.length * pitch) / 4);
  const kernel = end <= memoryLimit ? kernelWith(end) : null;
  if (kernel === null) return null;

  const memory = new Uint8Array(kernel.memory.buffer);
  write(memory, places.widths, widths);
  write(memory, places.heights, heights);
  for (let row = 0; row < rows; row += bandRows) {
    for (let line = 0; line < Math.min(bandRows, rows - row); line++) {
      const from = ((part.top + firstRow + row + line) * image.width + part.left + firstColumn) * 3;
      memory.set(image.data.subarray(from, from + pixels * 3), band + line * inputPitch);
    }
    kernel.widen(band, inputPitch, Math.ceil(pixels / 2), blocks);
    kernel.across(blocks, narrow + (row / 2) * pitch, pitch, columns, places.widths.taps, places.widths.weights);
  }
  kernel.down(narrow, output, pitch, down.starts.length, places.heights.taps, places.heights.weights);
  return withoutPitch(memory.subarray(output), { rows: down.starts.length, rowBytes: columns * 3, pitch: pitch / 4 });
}

/** A weight is `high · 2^16 + low`. Pixels and rows are taken in pairs, the first of each an even
 * one counted from the first that is used. */
interface PackedWeights {
  /** [positions, 4]: where the pairs begin, in bytes, and how many they are; where those with a
   * high weight begin, and how many. */
  readonly taps: Uint32Array;
  /** Of each position the high weights, then the low ones. */
  readonly weights: Int16Array;
}

/** @param unit bytes from a pair to the next. */
function packWeights({ starts, lengths, weights, stride }: Weights, unit: number): PackedWeights {
  const taps = new Uint32Array(starts.length * 4);
  const packed = new Int16Array(starts.length * (stride + 3) * 2);
  let at = 0;
  for (let position = 0; position < starts.length; position++) {
    const start = starts[position]! - starts[0]!;
    const end = position * stride + lengths[position]!;
    const origin = position * stride - (start & 1); // where the weight of the first pair's first would be
    const high = highRun(weights, position * stride, end);
    const skipped = (high.first - origin) >> 1;
    const highPairs = high.first === high.end ? 0 : ((high.end - origin + 1) >> 1) - skipped;
    const pairs = (end - origin + 1) >> 1;
    taps.set([(start >> 1) * unit, pairs, ((start >> 1) + skipped) * unit, highPairs], position * 4);
    for (let tap = high.first; tap < high.end; tap++) packed[at + tap - origin - skipped * 2] = highOf(weights[tap]!);
    at += highPairs * 2;
    for (let tap = position * stride; tap < end; tap++) packed[at + tap - origin] = weights[tap]!; // which keeps the low 16 bits
    at += pairs * 2;
  }
  return { taps, weights: packed.subarray(0, at) };
}

/** The shortest run outside of which 16 bits are enough. */
function highRun(weights: Int32Array, from: number, to: number): { readonly first: number; readonly end: number } {
  let first = from;
  let end = to;
  while (first < end && highOf(weights[first]!) === 0) first++;
  while (first < end && highOf(weights[end - 1]!) === 0) end--;
  return { first, end };
}

/** What is left of a weight without its low 16 bits, which are read with a sign. */
function highOf(weight: number): number {
  return (weight + 0x8000) >> 16;
}

type Places = Readonly<Record<keyof PackedWeights, number>>;

function reserveWeights({ taps, weights }: PackedWeights, reserve: (bytes: number) => number): Places {
  return { taps: reserve(taps.byteLength), weights: reserve(weights.byteLength) };
}

function write(memory: Uint8Array, places: Places, packed: PackedWeights): void {
  for (const name of ['taps', 'weights'] as const) {
    const { buffer, byteOffset, byteLength } = packed[name];
    memory.set(new Uint8Array(buffer, byteOffset, byteLength), places[name]);
  }
}

function withoutPitch(padded: Uint8Array, { rows, rowBytes, pitch }: { readonly rows: number; readonly rowBytes: number; readonly pitch: number }): Uint8Array {
  const output = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) output.set(padded.subarray(row * pitch, row * pitch + rowBytes), row * rowBytes);
  return output;
}

function aligned(size: number, step: number): number {
  return Math.ceil(size / step) * step;
}

let started: Kernel | null | undefined;

function kernelWith(bytes: number): Kernel | null {
  if (started === undefined) started = startKernel();
  if (started === null) return null;
  const missing = bytes - started.memory.buffer.byteLength;
  if (missing > 0) started.memory.grow(Math.ceil(missing / 65536));
  return started;
}

/** `null` where the platform has no WebAssembly SIMD. */
function startKernel(): Kernel | null {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernel;
}
