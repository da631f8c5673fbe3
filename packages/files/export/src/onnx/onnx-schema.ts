import { type Schema, encodeMessage } from './encode-message.ts';

/** The part of onnx.proto (IR version 8) that a traced network needs: field numbers and types as
 * published in github.com/onnx/onnx. */
const schema: Schema = {
  ModelProto: {
    irVersion: { id: 1, type: 'int64' },
    producerName: { id: 2, type: 'string' },
    producerVersion: { id: 3, type: 'string' },
    docString: { id: 6, type: 'string' },
    graph: { id: 7, type: 'GraphProto' },
    opsetImport: { id: 8, type: 'OperatorSetIdProto', repeated: true },
    metadataProps: { id: 14, type: 'StringStringEntryProto', repeated: true },
  },
  OperatorSetIdProto: {
    domain: { id: 1, type: 'string' },
    version: { id: 2, type: 'int64' },
  },
  StringStringEntryProto: {
    key: { id: 1, type: 'string' },
    value: { id: 2, type: 'string' },
  },
  GraphProto: {
    node: { id: 1, type: 'NodeProto', repeated: true },
    name: { id: 2, type: 'string' },
    initializer: { id: 5, type: 'TensorProto', repeated: true },
    input: { id: 11, type: 'ValueInfoProto', repeated: true },
    output: { id: 12, type: 'ValueInfoProto', repeated: true },
  },
  NodeProto: {
    input: { id: 1, type: 'string', repeated: true },
    output: { id: 2, type: 'string', repeated: true },
    name: { id: 3, type: 'string' },
    opType: { id: 4, type: 'string' },
    attribute: { id: 5, type: 'AttributeProto', repeated: true },
  },
  AttributeProto: {
    name: { id: 1, type: 'string' },
    f: { id: 2, type: 'float' },
    i: { id: 3, type: 'int64' },
    ints: { id: 8, type: 'int64', repeated: true },
    type: { id: 20, type: 'int32' },
  },
  TensorProto: {
    dims: { id: 1, type: 'int64', repeated: true },
    dataType: { id: 2, type: 'int32' },
    name: { id: 8, type: 'string' },
    rawData: { id: 9, type: 'bytes' },
  },
  ValueInfoProto: {
    name: { id: 1, type: 'string' },
    type: { id: 2, type: 'TypeProto' },
    docString: { id: 3, type: 'string' },
  },
  TypeProto: {
    tensorType: { id: 1, type: 'TensorTypeProto' },
  },
  TensorTypeProto: {
    elemType: { id: 1, type: 'int32' },
    shape: { id: 2, type: 'TensorShapeProto' },
  },
  TensorShapeProto: {
    dim: { id: 1, type: 'DimensionProto', repeated: true },
  },
  DimensionProto: {
    dimValue: { id: 1, type: 'int64' },
    dimParam: { id: 2, type: 'string' },
  },
};

/** Element types of `TensorProto.DataType`. */
export const elementTypes = { float: 1, int8: 3, int64: 7, float16: 10 } as const;

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Little-endian. */
  readonly rawData: Uint8Array;
}

export interface OnnxAttribute {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly ints?: readonly number[];
}

export interface OnnxNode {
  readonly opType: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly object[];
  readonly outputs: readonly object[];
  readonly name: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

/** Whole numbers and lists of them; `{ float }` for the rest. */
export function attributesOf(values: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>): OnnxAttribute[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
    return 'float' in value ? { name, type: attributeTypes.float, f: value.float } : { name, type: attributeTypes.ints, ints: value };
  });
}

/** A tensor of an input or output; a dimension that is a word may be any number. */
export function valueInfo(name: string, dims: readonly (number | string)[], docString = ''): object {
  const dim = dims.map((side) => (typeof side === 'number' ? { dimValue: side } : { dimParam: side }));
  return { name, docString, type: { tensorType: { elemType: elementTypes.float, shape: { dim } } } };
}

export function encodeModel({ nodes, initializers, inputs, outputs, name, description, metadata }: OnnxModel): Uint8Array {
  return encodeMessage(schema, 'ModelProto', {
    irVersion: 8,
    producerName: 'attune',
    docString: description,
    opsetImport: [{ domain: '', version: 17 }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: { name, node: nodes, initializer: initializers, input: inputs, output: outputs },
  });
}
