import type { GraphModel } from './graph.ts';
import { operations } from './operations.ts';
import { type Tensor, sizeOf } from './tensor.ts';

/** Outputs of a graph model for one image. */
export interface GraphOutputs {
  readonly logits: Float32Array;
  /** Of a model that gives it. */
  readonly embedding: Float32Array | null;
}

/** Runs a graph model on one image: pixels [1, S, S, 3] as its `images`.
 *
 * @throws {Error} naming an operation that is not among ours. */
export function runGraph(model: GraphModel, weights: Uint8Array<ArrayBuffer>, images: Tensor): GraphOutputs {
  const values = new Map<string, readonly Tensor[]>([['images', [images]], ...constantsOf(model, weights)]);
  for (const node of model.modelTopology.node) {
    if (values.has(node.name)) continue;
    const operation = operations[node.op];
    if (operation === undefined) throw new Error(`${node.op} cannot be run here.`);
    const inputs = (node.input ?? []).map((name) => valueOf(values, name));
    const output = operation(node, inputs);
    values.set(node.name, 'data' in output ? [output] : output);
  }
  return { logits: valueOf(values, 'logits').data, embedding: values.has('embedding') ? valueOf(values, 'embedding').data : null };
}

function valueOf(values: ReadonlyMap<string, readonly Tensor[]>, name: string): Tensor {
  const [node = '', output = '0'] = name.split(':');
  return values.get(node)![Number(output)]!;
}

/** Whole numbers become floats: all of them are small. */
function constantsOf({ weightsManifest }: GraphModel, weights: Uint8Array<ArrayBuffer>): [string, Tensor[]][] {
  let position = weights.byteOffset;
  return weightsManifest
    .flatMap((group) => group.weights)
    .map(({ name, shape, dtype }) => {
      const size = sizeOf(shape);
      const data = dtype === 'int32' ? Float32Array.from(new Int32Array(weights.buffer, position, size)) : new Float32Array(weights.buffer, position, size);
      position += size * 4;
      return [name, [{ shape, data }]];
    });
}
