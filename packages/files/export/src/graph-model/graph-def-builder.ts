import { type GraphDefNode, float, int32, shapeOf } from './graph-def.ts';

/** Values of a `Const` node, which a graph model keeps beside its graph. */
export interface ModelWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
  /** How the values are stored: as halves, or as whole numbers of −127 … 127. Default:
   * as they are. */
  readonly stored?: StoredAs | undefined;
}

export type StoredAs = 'float16' | 'int8';

/** Collects the nodes and constants of a graph under names of their own. */
export class GraphDefBuilder {
  readonly nodes: GraphDefNode[] = [];
  readonly weights: ModelWeight[] = [];
  readonly #known = new Set<string>();
  #count = 0;

  /** Gives the node's name back. */
  add(op: string, input: readonly string[], attr: GraphDefNode['attr'] = {}, name = `${op}_${this.#count++}`): string {
    this.nodes.push({ name, op, input, attr: { T: float, ...attr } });
    return name;
  }

  placeholder(name: string, shape: readonly number[]): string {
    this.nodes.push({ name, op: 'Placeholder', attr: { dtype: float, shape: { shape: shapeOf(shape) } } });
    return name;
  }

  /** Written once under its name. */
  constant(shape: readonly number[], values: Float32Array | Int32Array, name = `constant_${this.#count++}`, stored?: StoredAs): string {
    if (this.#known.has(name)) return name;
    this.#known.add(name);
    const dtype = values instanceof Int32Array ? int32 : float;
    this.nodes.push({ name, op: 'Const', attr: { dtype, value: { tensor: { dtype: dtype.type, tensorShape: shapeOf(shape) } } } });
    this.weights.push({ name, shape, values, stored });
    return name;
  }

  integers(values: readonly number[]): string {
    return this.constant([values.length], Int32Array.from(values), `integers_${values.map((value) => `${value}`.replace('-', 'minus')).join('_')}`);
  }
}
