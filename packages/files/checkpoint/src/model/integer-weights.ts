import { CheckpointError } from '../checkpoint-error.ts';
import { quoteNames } from '../quote-for-message.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import { type Dtype, torchDtype } from '../tensor/dtype.ts';

type Typed = Pick<TensorEntry, 'name' | 'dtype'>;

const floats: ReadonlySet<Dtype> = new Set(['F64', 'F32', 'F16', 'BF16']);

export function holdsIntegers({ dtype }: Pick<Typed, 'dtype'>): boolean {
  return !floats.has(dtype);
}

/** Of integers in the place of weights: why they are refused, and the way out. */
export function integersInWords(weights: readonly [Typed, ...Typed[]]): string {
  const names = quoteNames(
    weights.map(({ name }) => name),
    3,
  );
  return `${names} ${weights.length === 1 ? 'is' : 'are'} ${torchDtype(weights[0].dtype)}, and weights are floating point: quantised ones mean nothing without their scales. In PyTorch, save the weights as they were before (or dequantize() them).`;
}

/** What loading a file into a network of its names would end in where its weights were quantised:
 * an error of kind `unsupported`; null where all are floating point. */
export function refusalOfIntegers({ file, tensors }: { readonly file: string; readonly tensors: readonly Typed[] }): CheckpointError | null {
  const [first, ...others] = tensors.filter((tensor) => holdsIntegers(tensor) && isWeightName(tensor.name));
  if (first === undefined) return null;
  const names = [first, ...others].map(({ name }) => name);
  return new CheckpointError({ kind: 'unsupported', file, message: integersInWords([first, ...others]), tensors: names });
}

/** Counters and what a program keeps beside its weights may be integers. */
function isWeightName(name: string): boolean {
  return /\.(?:weight|bias|running_mean|running_var)$/u.test(name);
}
