import type { FoldedNorm } from '@attune/checkpoint';

import { type ChannelAxis, scaleChannels } from '../int8.ts';
import { varianceOf } from './batch-norm.ts';
import { type AttuneNode, type Graph, type GraphNode, type TfjsNode, type Value, nodeOf, source } from './graph.ts';

/** Batch norms that the convolutions before them do the work of. */
export interface FoldedNorms {
  /** Where a norm is in the graph stands now a convolution with a bias. */
  readonly nodes: ReadonlySet<GraphNode>;
  /** Values in place of a network's own, by name: those of kernels, and the biases of norms. */
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  readonly norms: readonly FoldedNorm[];
}

export const nothingFolded: FoldedNorms = { nodes: new Set(), weights: new Map(), norms: [] };

type NormNode = AttuneNode<'AttuneBatchNormStored'>;

/** Folds each batch norm that follows a convolution, and alone does so, into it: with s
 * = γ / √(σ² + ε) the kernel of each output channel becomes s · w, and the bias β + s · (b − μ).
 *
 * Source: Jacob et al. 2018, arXiv:1712.05877, equation 14. */
export function foldBatchNorms(graph: Graph, valuesOf: (name: string) => Float32Array, axis: ChannelAxis): FoldedNorms {
  const uses = countUses(graph);
  const found = [...uses.keys()].flatMap((node) => (node.kernel === 'AttuneBatchNormStored' ? (foldableOf(node, uses) ?? []) : []));
  const kernels = found.map(({ kernel }) => kernel);
  const alone = found.filter(({ kernel }) => kernels.indexOf(kernel) === kernels.lastIndexOf(kernel));
  return {
    nodes: new Set(alone.map(({ node }) => node)),
    weights: new Map(alone.flatMap((one) => foldedValues(one, valuesOf, axis))),
    norms: alone.map(({ beta, epsilon, bias }) => ({ norm: beta.slice(0, -'.bias'.length), epsilon, convolutionBias: bias })),
  };
}

/** The convolution that a batch norm follows, its bias added or not. */
export function convolutionBefore(x: Value): TfjsNode | null {
  return nodeOf(x, 'Conv2D') ?? nodeOf(nodeOf(x, 'Add')?.inputs['a'] ?? x, 'Conv2D');
}

/** How many inputs of other kernels come from each. */
function countUses({ logits }: Graph): Map<GraphNode, number> {
  const uses = new Map<GraphNode, number>();
  const visit = (value: Value): void => {
    const origin = source(value);
    if (origin.kind !== 'node') return;
    const before = uses.get(origin.node);
    uses.set(origin.node, (before ?? 0) + 1);
    if (before === undefined) for (const input of Object.values(origin.node.inputs)) if (input !== undefined) visit(input as Value);
  };
  visit(logits);
  return uses;
}

/** A norm with the names of what goes into it. */
interface Foldable {
  readonly node: NormNode;
  readonly kernel: string;
  readonly bias?: string;
  readonly gamma: string;
  readonly beta: string;
  readonly mean: string;
  readonly variance: string;
  readonly epsilon: number;
}

function foldableOf(node: NormNode, uses: ReadonlyMap<GraphNode, number>): Foldable | null {
  const { x, gamma, beta, mean, inverse } = node.inputs;
  const convolution = convolutionBefore(x);
  const sum = nodeOf(x, 'Add');
  const { variance, epsilon } = varianceOf(inverse);
  const names = [convolution?.inputs['filter'], gamma, beta, mean, variance].map(nameOf);
  const bias = sum === null ? null : nameOf(sum.inputs['b']);
  if (convolution === null || names.includes(null) || (sum !== null && (bias === null || uses.get(sum) !== 1)) || uses.get(convolution) !== 1) return null;
  const [kernel, weight, shift, average, spread] = names as [string, string, string, string, string];
  return { node, kernel, gamma: weight, beta: shift, mean: average, variance: spread, epsilon, ...(bias === null ? {} : { bias }) };
}

function nameOf(value: Value | undefined): string | null {
  const origin = value === undefined ? undefined : source(value);
  return origin?.kind === 'weight' ? origin.name : null;
}

function foldedValues(
  { kernel, bias, gamma, beta, mean, variance, epsilon }: Foldable,
  valuesOf: (name: string) => Float32Array,
  axis: ChannelAxis,
): [name: string, values: Float32Array<ArrayBuffer>][] {
  const [weights, shifts, means, variances] = [valuesOf(kernel), valuesOf(beta), valuesOf(mean), valuesOf(variance)];
  const scale = Float64Array.from(valuesOf(gamma), (value, channel) => value / Math.sqrt(variances[channel]! + epsilon));
  const before = bias === undefined ? null : valuesOf(bias);
  return [
    [kernel, scaleChannels(weights, scale, axis)],
    [beta, Float32Array.from(shifts, (value, channel) => value + scale[channel]! * ((before?.[channel] ?? 0) - means[channel]!))],
  ];
}
