import type { LayerRow, ModelSummary } from './model-summary.ts';

/** One box of the drawing. */
export interface DiagramItem {
  readonly kind: 'block' | 'layer' | 'gate';
  readonly title: string;
  readonly lines: readonly string[];
  readonly shortcut: 'identity' | 'projection' | null;
  /** What the gate of the block is called; null when it has none. */
  readonly gate: string | null;
}

/** Boxes whose maps have one size. */
export interface DiagramRow {
  /** `56 × 56 × 64`, or `1000` behind the pooling. */
  readonly size: string;
  readonly items: readonly DiagramItem[];
}

/** What the drawing shows of a summary, in forward order: a row begins where the size of the maps
 * changes; of more than four equal boxes in a row, three and a count. */
export function diagramRows({ layers }: ModelSummary): DiagramRow[] {
  const outer = layers.filter((row) => !layers.some((other) => other.composite && row.path.startsWith(`${other.path}.`)));
  const rows: { size: string; items: DiagramItem[] }[] = [];
  for (const row of outer.filter(({ kind }) => !silent.has(kind))) {
    const size = row.outputShape.slice(1).join(' × ');
    if (rows.at(-1)?.size !== size) rows.push({ size, items: [] });
    rows.at(-1)!.items.push(itemOf(row, layers));
  }
  return rows.map(({ size, items }) => ({ size, items: shortened(items) }));
}

/** Layers that a drawing leaves out. */
const silent: ReadonlySet<string> = new Set(['BatchNorm2d', 'Relu', 'Dropout', 'Flatten', 'Identity']);

function itemOf(row: LayerRow, layers: readonly LayerRow[]): DiagramItem {
  const inner = layers.filter(({ path }) => path.startsWith(`${row.path}.`));
  if (row.attention) return { kind: 'gate', title: row.path, lines: gateLines([row, ...inner]), shortcut: null, gate: null };
  if (!row.composite) return { kind: 'layer', title: row.path, lines: [describe(row)], shortcut: null, gate: null };
  const main = inner.filter(({ kind, path, attention }) => kind === 'Conv2d' && !attention && !path.includes('.downsample.'));
  return {
    kind: 'block',
    title: row.path,
    lines: main.map(describe),
    shortcut: inner.some(({ path }) => path.includes('.downsample.')) ? 'projection' : 'identity',
    gate:
      inner
        .find(({ attention }) => attention)
        ?.path.slice(row.path.length + 1)
        .toUpperCase() ?? null,
  };
}

function gateLines(rows: readonly LayerRow[]): string[] {
  const names = { channels: 'channel gate', positions: 'spatial gate', features: 'gate' } as const;
  return rows.flatMap(({ gates }) => gates.map((reach) => names[reach]));
}

function describe({ kind, outputShape, kernelSize }: LayerRow): string {
  const features = outputShape.at(-1)!;
  if (kind === 'Linear') return `dense, ${features}`;
  if (kernelSize === null) return kind;
  return kind === 'MaxPool2d' ? `${kernelSize} × ${kernelSize} maximum` : `${kernelSize} × ${kernelSize}, ${features}`;
}

function shortened(items: readonly DiagramItem[]): DiagramItem[] {
  const signature = ({ kind, lines, shortcut, gate }: DiagramItem) => [kind, shortcut, gate, ...lines].join('|');
  const groups: DiagramItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last !== undefined && signature(last[0]!) === signature(item)) last.push(item);
    else groups.push([item]);
  }
  return groups.flatMap((group) =>
    group.length <= 4 ? group : [...group.slice(0, 3), { ...group.at(-1)!, title: `… ${group.length - 3} more`, lines: [`to ${group.at(-1)!.title}`] }],
  );
}
