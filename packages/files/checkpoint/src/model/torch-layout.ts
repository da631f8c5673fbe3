/** Values of a tensor as float32, row-major. */
export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** A tensor of a torch state dict in this library's layout, by its name and rank: a
 * kernel `….weight` [O, I, H, W] becomes [H, W, I, O], a matrix `….weight` [out, in]
 * becomes [in, out], all else stays. Given `into`, as large at least and aligned to 4
 * bytes, a turned one lies in it. */
export function fromTorchLayout(name: string, { shape, data }: FloatTensor, into?: Uint8Array<ArrayBuffer>): FloatTensor {
  const permuted = fromTorchShape(name, shape);
  if (permuted === shape) return { shape, data };
  const [outputs, inputs, height = 1, width = 1] = shape as [number, number, number?, number?];
  return { shape: permuted, data: outputsLast(data, { outputs, inputs, positions: height * width }, into) };
}

/** The way back: [H, W, I, O] → [O, I, H, W], [in, out] → [out, in]. */
export function toTorchLayout(name: string, { shape, data }: FloatTensor): FloatTensor {
  const permuted = toTorchShape(name, shape);
  if (permuted === shape) return { shape, data };
  const [outputs, inputs, height = 1, width = 1] = permuted as [number, number, number?, number?];
  return { shape: permuted, data: outputsFirst(data, { outputs, inputs, positions: height * width }) };
}

/** The shape that {@link fromTorchLayout} gives. */
export function fromTorchShape(name: string, shape: readonly number[]): readonly number[] {
  if (!isWeight(name)) return shape;
  const [a, b, c, d] = shape;
  if (shape.length === 4) return [c!, d!, b!, a!];
  return shape.length === 2 ? [b!, a!] : shape;
}

/** The shape that {@link toTorchLayout} gives. */
export function toTorchShape(name: string, shape: readonly number[]): readonly number[] {
  if (!isWeight(name)) return shape;
  const [a, b, c, d] = shape;
  if (shape.length === 4) return [d!, c!, a!, b!];
  return shape.length === 2 ? [b!, a!] : shape;
}

function isWeight(name: string): boolean {
  return name === 'weight' || name.endsWith('.weight');
}

interface Kernel {
  readonly outputs: number;
  readonly inputs: number;
  /** Height times width; 1 of a matrix. */
  readonly positions: number;
}

/** [outputs, inputs, positions] → [positions, inputs, outputs], in one pass, four columns of a row
 * at a time, so that a line of memory is read four times and not sixteen. The bits are moved as
 * whole numbers, which JavaScript does not widen to float64 on the way.
 *
 * 512 × 512 × 9 took 9 ms so, 12 ms in tiles and 18 ms by way of
 * [outputs, positions, inputs] (best of 14, 2-core VM). */
function outputsLast(floats: Float32Array<ArrayBuffer>, kernel: Kernel, into?: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const target = into === undefined ? new Int32Array(floats.length) : new Int32Array(into.buffer, into.byteOffset, floats.length);
  const source = bitsOf(floats);
  const starts = startsOfColumns(kernel);
  const whole = starts.length - (starts.length % 4);
  for (let column = 0; column < whole; column += 4) {
    const [a, b, c, d] = [starts[column]!, starts[column + 1]!, starts[column + 2]!, starts[column + 3]!];
    let from = column;
    for (let row = 0; row < kernel.outputs; row++) {
      target[a + row] = source[from]!;
      target[b + row] = source[from + 1]!;
      target[c + row] = source[from + 2]!;
      target[d + row] = source[from + 3]!;
      from += starts.length;
    }
  }
  for (let column = whole; column < starts.length; column++) {
    for (let row = 0; row < kernel.outputs; row++) target[starts[column]! + row] = source[row * starts.length + column]!;
  }
  return new Float32Array(target.buffer, target.byteOffset, target.length);
}

/** The way back: [positions, inputs, outputs] → [outputs, inputs, positions]. */
function outputsFirst(floats: Float32Array<ArrayBuffer>, kernel: Kernel): Float32Array<ArrayBuffer> {
  const target = new Int32Array(floats.length);
  const source = bitsOf(floats);
  const starts = startsOfColumns(kernel);
  for (let top = 0; top < kernel.outputs; top += tileRows) {
    const bottom = Math.min(top + tileRows, kernel.outputs);
    for (let left = 0; left < starts.length; left += tileColumns) {
      const right = Math.min(left + tileColumns, starts.length);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) target[row * starts.length + column] = source[starts[column]! + row]!;
      }
    }
  }
  return new Float32Array(target.buffer);
}

/** A tile of what is read stays in a near cache until all of it is used, while whole
 * lines are written. */
const tileRows = 16;
const tileColumns = 512;

/** Where the outputs of each input and position, in torch's order, begin in ours. */
function startsOfColumns({ outputs, inputs, positions }: Kernel): Int32Array {
  return Int32Array.from({ length: inputs * positions }, (_, column) => ((column % positions) * inputs + Math.floor(column / positions)) * outputs);
}

function bitsOf({ buffer, byteOffset, length }: Float32Array<ArrayBuffer>): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
