import { type DiagramItem, type DiagramRow, diagramRows } from './diagram-rows.ts';
import type { ModelSummary } from './model-summary.ts';

const box = { width: 132, lineHeight: 15, gap: 34, top: 26, rowGap: 30, left: 150 } as const;

/** A drawing of the network as SVG text: a row for each size of maps, blocks with their
 * convolutions, shortcuts over them, gates behind them. It takes the colours of the
 * page it is in, light or dark. */
export function modelDiagram(summary: ModelSummary): string {
  const rows = diagramRows(summary);
  const width = box.left + Math.max(...rows.map(({ items }) => items.length)) * (box.width + box.gap);
  const heights = rows.map(rowHeight);
  const tops = heights.map((_, index) => 40 + heights.slice(0, index).reduce((sum, height) => sum + height + box.rowGap, 0));
  const height = tops.at(-1)! + heights.at(-1)! + 20;
  const drawn = rows.map((row, index) => drawRow(row, tops[index]!, heights[index]!));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${summary.architecture}: ${rows.length} sizes of maps" font-family="system-ui, sans-serif" font-size="12">`,
    style,
    `<text x="12" y="22" class="name">${summary.architecture}, ${summary.imageSize} × ${summary.imageSize}</text>`,
    ...drawn,
    '</svg>',
  ].join('\n');
}

const style = `<style>
svg { color: #1b1b1f; background: #fff } .box { fill: #eef2f7; stroke: #5b6b7f } .gate { fill: #fde0b2; stroke: #9a5b00 } .arrow, .shortcut { fill: none; stroke: currentColor } .shortcut { stroke: #0063a6; stroke-width: 1.5 }
.projected { stroke-dasharray: 5 3 } text { fill: currentColor } .name { font-weight: 600 } .detail { font-size: 11px } .gate-text { fill: #5b3600 }
@media (prefers-color-scheme: dark) { svg { color: #e8e8ee; background: #16181d } .box { fill: #262b33; stroke: #93a1b3 } .shortcut { stroke: #6db9f2 } }
</style>`;

function rowHeight({ items }: DiagramRow): number {
  return box.top + Math.max(...items.map(({ lines }) => lines.length + 1)) * box.lineHeight + 12;
}

function drawRow({ size, items }: DiagramRow, top: number, height: number): string {
  const boxes = items.map((item, index) => drawItem(item, box.left + index * (box.width + box.gap), top, height));
  return `<text x="12" y="${top + box.top + 18}" class="detail">${size}</text>\n${boxes.join('\n')}`;
}

function drawItem(item: DiagramItem, left: number, top: number, height: number): string {
  const boxTop = top + box.top;
  const boxHeight = height - box.top;
  const middle = boxTop + boxHeight / 2;
  const right = left + box.width;
  const lines = item.lines.map((line, index) => `<text x="${left + 8}" y="${boxTop + 33 + index * box.lineHeight}" class="detail">${line}</text>`);
  return [
    `<path class="arrow" d="M${left - box.gap} ${middle} H${left - 5} m-5 -4 l5 4 l-5 4"/>`,
    `<rect class="${item.kind === 'gate' ? 'gate' : 'box'}" x="${left}" y="${boxTop}" width="${box.width}" height="${boxHeight}" rx="6"/>`,
    `<text x="${left + 8}" y="${boxTop + 18}" class="name${item.kind === 'gate' ? ' gate-text' : ''}">${item.title}</text>`,
    ...lines,
    item.shortcut === null ? '' : drawShortcut(item.shortcut, { left, right, boxTop, middle }),
    item.gate === null
      ? ''
      : `<rect class="gate" x="${right - 46}" y="${boxTop + 6}" width="40" height="16" rx="8"/><text x="${right - 41}" y="${boxTop + 18}" font-size="10" class="gate-text">${item.gate}</text>`,
  ].join('');
}

function drawShortcut(kind: 'identity' | 'projection', { left, right, boxTop, middle }: Record<'left' | 'right' | 'boxTop' | 'middle', number>): string {
  const lift = boxTop - 14;
  return `<path class="shortcut${kind === 'projection' ? ' projected' : ''}" d="M${left - 16} ${middle} C${left - 16} ${lift}, ${left} ${lift}, ${left + 20} ${lift} H${right - 20} C${right} ${lift}, ${right + 12} ${lift}, ${right + 12} ${middle - 6}"/><circle cx="${right + 12}" cy="${middle}" r="6" class="shortcut"/><path class="shortcut" d="M${right + 8} ${middle} h8 m-4 -4 v8"/>`;
}
