/** A node of a graph model, as `toGraphModel` of `@attune/export` writes it. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, GraphAttribute>>;
}

interface GraphAttribute {
  readonly b?: boolean;
  readonly f?: number;
  readonly i?: string;
  readonly list?: { readonly i?: readonly string[] };
}

export interface GraphWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

export interface GraphModel {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly GraphWeight[] }[];
}
