import type { FormatContents } from '../checkpoint.ts';
import { isRecord } from '../safetensors/safetensors-header.ts';
import { type TensorEntry, tensorEntry } from '../tensor-entry.ts';

/** A batch norm that an exported model has no more: the convolution before it does its work. */
export interface FoldedNorm {
  /** Its path: `layer1.0.bn1`. */
  readonly norm: string;
  /** Added to the variance before the root. */
  readonly epsilon: number;
  /** Name of the bias of the convolution, where it had one: that of the norm has taken it in. */
  readonly convolutionBias?: string | undefined;
}

const key = 'attune.foldedBatchNorms';

/** Folded batch norms as an entry of a model's metadata; none where there are none. */
export function foldedNormsEntry(norms: readonly FoldedNorm[]): Record<string, string> {
  return norms.length === 0 ? {} : { [key]: JSON.stringify(norms) };
}

/** A model with the batch norms that its metadata calls folded, as ones that change nothing but by
 * their bias, so that it loads into the network that it was exported from. */
export function withFoldedNorms(contents: FormatContents, file: string): FormatContents {
  const norms = foldedNorms(contents.metadata.get(key));
  if (norms.length === 0) return contents;
  const channels = new Map(contents.tensors.map(({ name, shape }) => [name, shape[0] ?? 0]));
  const restored = norms.flatMap((norm) => neutralNorm(norm, { channels: channels.get(`${norm.norm}.bias`) ?? 0, file }));
  const metadata = new Map([...contents.metadata].filter(([name]) => name !== key));
  return { ...contents, tensors: [...contents.tensors, ...restored], metadata };
}

function foldedNorms(text = '[]'): FoldedNorm[] {
  const found: unknown = JSON.parse(text);
  return Array.isArray(found) ? found.filter(isFoldedNorm) : [];
}

function isFoldedNorm(value: unknown): value is FoldedNorm {
  if (!isRecord(value)) return false;
  const { norm, epsilon, convolutionBias } = value;
  return typeof norm === 'string' && typeof epsilon === 'number' && (convolutionBias === undefined || typeof convolutionBias === 'string');
}

/** weight / √(running_var + ε) is 1. */
function neutralNorm({ norm, epsilon, convolutionBias }: FoldedNorm, place: { readonly channels: number; readonly file: string }): TensorEntry[] {
  return [
    constantEntry(`${norm}.weight`, 1, place),
    constantEntry(`${norm}.running_mean`, 0, place),
    constantEntry(`${norm}.running_var`, 1 - epsilon, place),
    ...(convolutionBias === undefined ? [] : [constantEntry(convolutionBias, 0, place)]),
  ];
}

function constantEntry(name: string, value: number, { channels, file }: { readonly channels: number; readonly file: string }): TensorEntry {
  return tensorEntry({ file, name, dtype: 'F32', shape: [channels], read: async () => new Uint8Array(new Float32Array(channels).fill(value).buffer) });
}
