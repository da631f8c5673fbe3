import type { TensorEntry } from '../tensor-entry.ts';
import type { OurCheckpoint } from './our-names.ts';
import { firstKernels } from './first-kernels.ts';

/** Weights of a network that sees red, green and blue, for images of another number of channels:
 * for one the first kernel's filters are summed up, for others they repeat (red, green, blue, red,
 * …) and shrink, so that their sum stays near what it was. A file whose first kernel has as many
 * inputs already, or others than three, stays as it is.
 *
 * `checkpoint` has our names.
 *
 * Source: `adapt_input_conv` of timm, https://github.com/huggingface/pytorch-image-models. */
export function withImageChannels(checkpoint: OurCheckpoint, channels: number): OurCheckpoint {
  const fits = ({ name, shape }: TensorEntry) => firstKernels.has(name) && shape.length === 4 && shape[1] === 3 && channels !== 3;
  return { ...checkpoint, tensors: checkpoint.tensors.map((entry) => (fits(entry) ? adapted(entry, channels) : entry)) };
}

function adapted(entry: TensorEntry, channels: number): TensorEntry {
  const [outputs, , height, width] = entry.shape as readonly [number, number, number, number];
  const plane = height * width;
  const shape = [outputs, channels, height, width];
  const readFloat32 = async () => {
    const source = await entry.readFloat32();
    return channels === 1 ? summed(source, { outputs, plane }) : repeated(source, { outputs, plane, channels });
  };
  return { ...entry, shape, dtype: 'F32', read: async () => ({ dtype: 'F32', shape, data: await readFloat32() }), readFloat32 };
}

interface Kernels {
  readonly outputs: number;
  /** Elements of a kernel of one channel. */
  readonly plane: number;
}

function summed(source: Float32Array, { outputs, plane }: Kernels): Float32Array<ArrayBuffer> {
  const target = new Float32Array(outputs * plane);
  for (let at = 0; at < target.length; at++) {
    const red = Math.floor(at / plane) * 3 * plane + (at % plane);
    target[at] = Math.fround(source[red]! + source[red + plane]!) + source[red + 2 * plane]!;
  }
  return target;
}

function repeated(source: Float32Array, { outputs, plane, channels }: Kernels & { readonly channels: number }): Float32Array<ArrayBuffer> {
  const target = new Float32Array(outputs * channels * plane);
  const scale = Math.fround(3 / channels);
  for (let output = 0; output < outputs; output++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (output * 3 + (channel % 3)) * plane;
      const to = (output * channels + channel) * plane;
      for (let at = 0; at < plane; at++) target[to + at] = source[from + at]! * scale;
    }
  }
  return target;
}
