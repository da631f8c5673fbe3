/** The kinds of sources that are generated. */
export const sourceKinds = ['tree', 'table', 'shards', 'parquet', 'idx'] as const;

export type SourceKindName = (typeof sourceKinds)[number];
