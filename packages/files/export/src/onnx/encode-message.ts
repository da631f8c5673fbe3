import protobuf from 'protobufjs/minimal.js';

/** How a field's value lies in the bytes of a message. */
type Scalar = 'int32' | 'int64' | 'float' | 'string' | 'bytes';

export interface Field {
  readonly id: number;
  /** A scalar, or the name of another message. */
  readonly type: string;
  readonly repeated?: true;
}

/** Messages by name, their fields by name, in the order of their numbers. */
export type Schema = Readonly<Record<string, Readonly<Record<string, Field>>>>;

/** Protocol buffers' wire types: a variable-length integer, a length and its bytes, four bytes. */
const wireTypes: Readonly<Record<Scalar, number>> = { int32: 0, int64: 0, string: 2, bytes: 2, float: 5 };

/** The bytes of a message. protobufjs makes its encoders of text, which a page's policy
 * forbids; its
 * writer needs none.
 *
 * Source: protobuf.dev, "Encoding"; lists are not packed. */
export function encodeMessage(schema: Schema, name: string, message: object): Uint8Array {
  return writeMessage(protobuf.Writer.create(), schema, { name, message }).finish();
}

interface Named {
  readonly name: string;
  readonly message: object;
}

function writeMessage(writer: protobuf.Writer, schema: Schema, { name, message }: Named): protobuf.Writer {
  for (const [key, { id, type, repeated }] of Object.entries(schema[name]!)) {
    const value = (message as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) continue;
    for (const one of repeated === true ? (value as readonly unknown[]) : [value]) {
      if (type in schema) {
        writer.uint32((id << 3) | wireTypes.bytes).fork();
        writeMessage(writer, schema, { name: type, message: one as object }).ldelim();
      } else writeScalar(writer.uint32((id << 3) | wireTypes[type as Scalar]), type as Scalar, one);
    }
  }
  return writer;
}

function writeScalar(writer: protobuf.Writer, type: Scalar, value: unknown): void {
  if (type === 'string') writer.string(value as string);
  else if (type === 'bytes') writer.bytes(value as Uint8Array);
  else writer[type](value as number);
}
