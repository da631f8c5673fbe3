import type { KernelName, KernelTable } from '@attune/kernel-table';
import type * as tf from '@tensorflow/tfjs-core';

import type { TracedKernel } from './shape-rules.ts';

/** A number of images that no layer has as a size: a dimension that it divides comes
 * from the batch. */
export const batchMark = 7919;

/** A tensor of a traced pass. A dimension of {@link batchMark} times k is k images'
 * worth of the batch. */
export type Value =
  | { readonly kind: 'images'; readonly shape: readonly number[] }
  | { readonly kind: 'weight'; readonly shape: readonly number[]; readonly name: string; readonly variable: tf.Variable }
  | { readonly kind: 'constant'; readonly shape: readonly number[]; readonly values: Float32Array | Int32Array }
  /** `output` counts the outputs of a kernel that has several. */
  | { readonly kind: 'node'; readonly shape: readonly number[]; readonly node: GraphNode; readonly output: number };

/** One kernel that ran, with its inputs by their names in the kernel. */
export type GraphNode = TfjsNode | AttuneNode<AttuneKernel>;

type TfjsKernel = Exclude<TracedKernel, KernelName>;
type AttuneKernel = Extract<TracedKernel, KernelName>;

/** A kernel of tfjs's. */
export interface TfjsNode {
  readonly kernel: TfjsKernel;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A kernel of the kernel table. */
export type AttuneNode<N extends AttuneKernel> = N extends AttuneKernel
  ? { readonly kernel: N; readonly inputs: Traced<KernelTable[N]['inputs']>; readonly attributes: KernelTable[N]['attrs'] }
  : never;

type Traced<Inputs> = { readonly [Input in keyof Inputs]: Value };

/** A network's evaluation pass: what gives the logits, back to the images. */
export interface Graph {
  readonly images: Value;
  readonly logits: Value;
  /** What the head is given of each image, as a vector; only where it is asked for. */
  readonly embedding: Value | null;
}

/** A dimension as it is for any number of images: a number, or how many images' worth
 * of the batch. */
export function dimension(size: number): { readonly fixed: number } | { readonly perImage: number } {
  return size > 0 && size % batchMark === 0 ? { perImage: size / batchMark } : { fixed: size };
}

/** A value behind kernels that change nothing. */
export function source(value: Value): Value {
  const node = value.kind === 'node' ? value.node : undefined;
  return node?.kernel === 'Identity' || node?.kernel === 'Cast' ? source(node.inputs['x']!) : value;
}

/** The node of that kernel of tfjs's that a value comes from, if it does. */
export function nodeOf(value: Value, kernel: TfjsKernel): TfjsNode | null {
  const origin = source(value);
  return origin.kind === 'node' && origin.node.kernel === kernel ? (origin.node as TfjsNode) : null;
}
