import { base64 } from './generated/resize-kernel.ts';
import type { Rectangle, RgbImage } from './image.ts';
import type { Weights } from './resize-weights.ts';

interface Kernel {
  readonly memory: WebAssembly.Memory;
  across(
    input: number,
    inputPitch: number,
    rows: number,
    output: number,
    outputPitch: number,
    columns: number,
    starts: number,
    groups: number,
    weights: number,
  ): void;
  down(input: number, output: number, pitch: number, rows: number, starts: number, pairs: number, weights: number): void;
}

/** Source bytes copied into the kernel's memory at a time: they stay in the processor's cache between copy and use. */
const bandBytes = 128 * 1024;
/** The kernel's memory never shrinks: what needs more, in bytes, is left to plain arithmetic. */
const memoryLimit = 64 * 1024 * 1024;
const margin = 64;

/** The two passes in SIMD, or `null` where the platform has none or the memory would be too large. Equal to `resizeScalar` to the bit. */
export function resizeCompiled(image: RgbImage, part: Rectangle, { across, down }: { readonly across: Weights; readonly down: Weights }): Uint8Array | null {
  const firstColumn = across.starts[0]!;
  const firstRow = down.starts[0]!;
  const columns = across.starts.length;
  const rows = down.starts.at(-1)! + down.lengths.at(-1)! - firstRow;
  const rowBytes = (across.starts.at(-1)! + across.lengths.at(-1)! - firstColumn) * 3;
  const inputPitch = aligned(rowBytes);
  const pitch = aligned(columns * 3 + 1); // a pixel is written with a byte behind it, which must not be the next row's
  const bandRows = Math.min(rows, Math.max(1, Math.floor(bandBytes / inputPitch)));
  const widths = packWeights(across, { taps: 4, unit: 3, first: firstColumn });
  const heights = packWeights(down, { taps: 2, unit: pitch, first: firstRow });

  let end = 0;
  const reserve = (bytes: number) => {
    const at = end;
    end = aligned(end + bytes + margin);
    return at;
  };
  const places = { widths: reserveWeights(widths, reserve), heights: reserveWeights(heights, reserve) };
  const band = reserve(bandRows * inputPitch);
  const narrow = reserve((rows + 1) * pitch);
  const output = reserve(down.starts.length * pitch);
  const kernel = end <= memoryLimit ? kernelWith(end) : null;
  if (kernel === null) return null;

  const memory = new Uint8Array(kernel.memory.buffer);
  write(memory, places.widths, widths);
  write(memory, places.heights, heights);
  for (let row = 0; row < rows; row += bandRows) {
    const count = Math.min(bandRows, rows - row);
    for (let line = 0; line < count; line++) {
      const from = ((part.top + firstRow + row + line) * image.width + part.left + firstColumn) * 3;
      memory.set(image.data.subarray(from, from + rowBytes), band + line * inputPitch);
    }
    const { starts, steps, weights } = places.widths;
    kernel.across(band, inputPitch, count, narrow + row * pitch, pitch, columns, starts, steps, weights);
  }
  kernel.down(narrow, output, pitch, down.starts.length, places.heights.starts, places.heights.steps, places.heights.weights);
  return withoutPitch(memory.subarray(output), { rows: down.starts.length, rowBytes: columns * 3, pitch });
}

interface PackedWeights {
  /** Bytes from the first source pixel or row that is used. */
  readonly starts: Uint32Array;
  readonly steps: Int32Array;
  /** Of each step the low 11 bits of its weights, then the rest. */
  readonly weights: Int16Array;
}

function packWeights(
  { starts, lengths, weights, stride }: Weights,
  { taps, unit, first }: { readonly taps: number; readonly unit: number; readonly first: number },
): PackedWeights {
  const steps = lengths.map((length) => Math.ceil(length / taps));
  const packed = new Int16Array(steps.reduce((sum, count) => sum + count, 0) * taps * 2);
  let step = 0;
  for (let position = 0; position < lengths.length; position++) {
    for (let tap = 0; tap < lengths[position]!; tap++) {
      const at = (step + Math.floor(tap / taps)) * taps * 2 + (tap % taps);
      const weight = weights[position * stride + tap]!;
      packed[at] = weight & 2047;
      packed[at + taps] = weight >> 11;
    }
    step += steps[position]!;
  }
  return { starts: Uint32Array.from(starts, (start) => (start - first) * unit), steps, weights: packed };
}

type Places = Readonly<Record<keyof PackedWeights, number>>;

function reserveWeights({ starts, steps, weights }: PackedWeights, reserve: (bytes: number) => number): Places {
  return { starts: reserve(starts.byteLength), steps: reserve(steps.byteLength), weights: reserve(weights.byteLength) };
}

function write(memory: Uint8Array, places: Places, packed: PackedWeights): void {
  for (const name of ['starts', 'steps', 'weights'] as const) {
    const { buffer, byteOffset, byteLength } = packed[name];
    memory.set(new Uint8Array(buffer, byteOffset, byteLength), places[name]);
  }
}

function withoutPitch(padded: Uint8Array, { rows, rowBytes, pitch }: { readonly rows: number; readonly rowBytes: number; readonly pitch: number }): Uint8Array {
  const output = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) output.set(padded.subarray(row * pitch, row * pitch + rowBytes), row * rowBytes);
  return output;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
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
