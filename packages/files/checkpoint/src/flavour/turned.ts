import type { TensorEntry } from '../tensor-entry.ts';
import { type Dtype, type TensorArray, bytesPerElement, elementsOf } from '../tensor/dtype.ts';
import { gather, rawElements, rowMajorStrides } from '../tensor/strided.ts';

export interface Turn {
  readonly name: string;
  /** How the elements lie in the file; as many as the tensor has. */
  readonly from: readonly number[];
  /** The axes of `from` as they follow one another afterwards: [1, 0] turns a matrix over. */
  readonly order: readonly number[];
  /** What the result's shape is called when it is not `from` in that order. */
  readonly to?: readonly number[];
}

/** A tensor with its axes in another order, under another name; each time it is read it
 * is turned. */
export function turned(entry: TensorEntry, { name, from, order, to }: Turn): TensorEntry {
  const axes = order.map((axis) => from[axis]!);
  const strides = rowMajorStrides(from);
  const view = { shape: axes, strides: order.map((axis) => strides[axis]!) };
  const shape = to ?? axes;
  return {
    ...entry,
    name,
    shape,
    read: async () => {
      const { dtype, data } = await entry.read();
      return { dtype, shape, data: rearranged(dtype, data, view) };
    },
    readFloat32: async () => rearranged('F32', await entry.readFloat32(), view) as Float32Array<ArrayBuffer>,
  };
}

interface StridedView {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

function rearranged(dtype: Dtype, { buffer, byteOffset, byteLength }: TensorArray, { shape, strides }: StridedView): TensorArray {
  const bits = rawElements(new Uint8Array(buffer, byteOffset, byteLength), bytesPerElement(dtype));
  return elementsOf(dtype, new Uint8Array(gather(bits, shape, strides).buffer));
}
