/** Values of a tensor as float32, row-major. */
export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** A tensor of a torch state dict in this library's layout, by its name and rank: a kernel `….weight` [O, I, H, W] becomes [H, W, I, O], a matrix `….weight` [out, in] becomes [in, out], all else stays. */
export function fromTorchLayout(name: string, { shape, data }: FloatTensor): FloatTensor {
  const permuted = fromTorchShape(name, shape);
  if (permuted === shape) return { shape, data };
  const rows = shape[0]!;
  const columns = data.length / Math.max(1, rows);
  if (shape.length === 2) return { shape: permuted, data: transpose(data, rows, columns) };
  const [, inputs, height, width] = shape as [number, number, number, number];
  return { shape: permuted, data: transpose(swapWithin(data, rows, inputs, height * width), rows, columns) };
}

/** The way back: [H, W, I, O] → [O, I, H, W], [in, out] → [out, in]. */
export function toTorchLayout(name: string, { shape, data }: FloatTensor): FloatTensor {
  const permuted = toTorchShape(name, shape);
  if (permuted === shape) return { shape, data };
  const columns = shape.at(-1)!;
  const rows = data.length / Math.max(1, columns);
  const turned = transpose(data, rows, columns);
  if (shape.length === 2) return { shape: permuted, data: turned };
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  return { shape: permuted, data: swapWithin(turned, outputs, height * width, inputs) };
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

/** A matrix is turned in tiles, so that the lines of memory that are read stay in the nearest cache until all of them is used, while whole lines of the target are written. */
const tileRows = 64;
const tileColumns = 16;

/** [rows, columns] → [columns, rows]. */
function transpose(source: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const target = new Float32Array(source.length);
  for (let top = 0; top < rows; top += tileRows) {
    for (let left = 0; left < columns; left += tileColumns) turnTile(source, target, { rows, columns, top, left });
  }
  return target;
}

interface TilePlace {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
}

function turnTile(source: Float32Array, target: Float32Array, { rows, columns, top, left }: TilePlace): void {
  const [bottom, right] = [Math.min(top + tileRows, rows), Math.min(left + tileColumns, columns)];
  for (let column = left; column < right; column++) {
    for (let row = top; row < bottom; row++) target[column * rows + row] = source[row * columns + column]!;
  }
}

/** [count, a, b] → [count, b, a]. */
function swapWithin(source: Float32Array, count: number, a: number, b: number): Float32Array<ArrayBuffer> {
  const target = new Float32Array(source.length);
  for (let start = 0; start < count * a * b; start += a * b) {
    for (let row = 0; row < a; row++) {
      for (let column = 0; column < b; column++) target[start + column * a + row] = source[start + row * b + column]!;
    }
  }
  return target;
}
