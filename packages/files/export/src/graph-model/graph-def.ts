/** A node of TensorFlow's GraphDef as JSON, as tfjs reads it. */
export interface GraphDefNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, object>>;
}

export const float = { type: 'DT_FLOAT' } as const;
export const int32 = { type: 'DT_INT32' } as const;

/** Text is base64 in a GraphDef's JSON. */
export function text(words: string): object {
  return { s: btoa(words) };
}

export function list(values: readonly number[]): object {
  return { list: { i: values.map(String) } };
}

export function flag(value: boolean): object {
  return { b: value };
}

export function shapeOf(sides: readonly number[]): { readonly dim: readonly { readonly size: string }[] } {
  return { dim: sides.map((side) => ({ size: `${side}` })) };
}
