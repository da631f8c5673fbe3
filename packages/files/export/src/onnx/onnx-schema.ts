import protobuf from 'protobufjs';

/** The part of onnx.proto (IR version 8) that a traced network needs: field numbers and types as
 * published in github.com/onnx/onnx. */
const schema = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        producerVersion: { type: 'string', id: 3 },
        docString: { type: 'string', id: 6 },
        graph: { type: 'GraphProto', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSetIdProto', id: 8 },
        metadataProps: { rule: 'repeated', type: 'StringStringEntryProto', id: 14 },
      },
    },
    OperatorSetIdProto: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    StringStringEntryProto: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    GraphProto: {
      fields: {
        node: { rule: 'repeated', type: 'NodeProto', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'TensorProto', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfoProto', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfoProto', id: 12 },
      },
    },
    NodeProto: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'AttributeProto', id: 5 },
      },
    },
    AttributeProto: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        ints: { rule: 'repeated', type: 'int64', id: 8, options: { packed: false } },
        type: { type: 'int32', id: 20 },
      },
    },
    TensorProto: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1, options: { packed: false } },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    ValueInfoProto: { fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 }, docString: { type: 'string', id: 3 } } },
    TypeProto: { fields: { tensorType: { type: 'TensorTypeProto', id: 1 } } },
    TensorTypeProto: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } } },
    TensorShapeProto: { fields: { dim: { rule: 'repeated', type: 'DimensionProto', id: 1 } } },
    DimensionProto: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  },
});

/** Element types of `TensorProto.DataType`. */
export const elementTypes = { float: 1, int64: 7, float16: 10 } as const;

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
  const type = schema.lookupType('ModelProto');
  const message = {
    irVersion: 8,
    producerName: 'attune',
    docString: description,
    opsetImport: [{ domain: '', version: 17 }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: { name, node: nodes, initializer: initializers, input: inputs, output: outputs },
  };
  return type.encode(message).finish();
}
