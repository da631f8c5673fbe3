import type { Quantised } from '../int8.ts';
import { type OnnxNode, type OnnxTensor, attributesOf, elementTypes } from './onnx-schema.ts';

type Attributes = Parameters<typeof attributesOf>[0];

/** Collects the nodes and initial tensors of a model under names of their own. */
export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, OnnxTensor>();
  #count = 0;

  get initializers(): OnnxTensor[] {
    return [...this.#initializers.values()];
  }

  /** A node with one output, whose name is given back. */
  add(opType: string, input: readonly string[], attributes: Attributes = {}): string {
    return this.addSeveral(opType, input, { outputs: 1, attributes })[0]!;
  }

  addSeveral(opType: string, input: readonly string[], { outputs, attributes = {} }: { readonly outputs: number; readonly attributes?: Attributes }): string[] {
    const name = `${opType}_${this.#count++}`;
    const output = Array.from({ length: outputs }, (_, index) => (outputs === 1 ? name : `${name}:${index}`));
    this.nodes.push({ opType, name, input, output, attribute: attributesOf(attributes) });
    return output;
  }

  /** The last node's output under another name. */
  rename(output: string, name: string): void {
    this.nodes.push({ opType: 'Identity', name, input: [output], output: [name], attribute: [] });
  }

  /** A float tensor under its own name, once. */
  floats(name: string, dims: readonly number[], values: Float32Array): string {
    return this.#keep({ name, dims, dataType: elementTypes.float, rawData: bytesOf(values) });
  }

  /** The same, stored in half precision and made float when the model is run. */
  halves(name: string, dims: readonly number[], values: Uint16Array): string {
    if (this.#initializers.has(`${name}.float16`)) return name;
    this.#keep({ name: `${name}.float16`, dims, dataType: elementTypes.float16, rawData: bytesOf(values) });
    this.nodes.push({ opType: 'Cast', name, input: [`${name}.float16`], output: [name], attribute: attributesOf({ to: elementTypes.float }) });
    return name;
  }

  /** The same, stored as whole numbers with a scale for each output channel (the first
   * axis), and made
   * float when the model is run. */
  int8(name: string, dims: readonly number[], { steps, scale }: Quantised): string {
    const [stored, scales] = [`${name}.int8`, `${name}.int8_scale`];
    if (this.#initializers.has(stored)) return name;
    this.#keep({ name: stored, dims, dataType: elementTypes.int8, rawData: bytesOf(steps) });
    this.floats(scales, [scale.length], scale);
    this.nodes.push({ opType: 'DequantizeLinear', name, input: [stored, scales], output: [name], attribute: attributesOf({ axis: 0 }) });
    return name;
  }

  /** A list of whole numbers. */
  integers(values: readonly number[]): string {
    const rawData = bytesOf(BigInt64Array.from(values, BigInt));
    return this.#keep({ name: `integers_${values.join('_')}`, dims: [values.length], dataType: elementTypes.int64, rawData });
  }

  /** A nameless float tensor. */
  constant(dims: readonly number[], values: Float32Array): string {
    return this.floats(`constant_${this.#count++}`, dims, values);
  }

  #keep(tensor: OnnxTensor): string {
    if (!this.#initializers.has(tensor.name)) this.#initializers.set(tensor.name, tensor);
    return tensor.name;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array | Uint16Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
