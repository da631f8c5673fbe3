export interface PlotOptions {
  /** Values along the horizontal axis that get a letter under them. */
  readonly marks?: Readonly<Record<string, number>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** A curve over a logarithmic axis, as lines of text: y at both ends on the left, x at
 * both ends and the marks below. */
export function plotLogarithmic(x: readonly number[], y: readonly number[], { marks = {}, columns = 64, rows = 12 }: PlotOptions = {}): string {
  const [lowest, highest] = [Math.min(...y), Math.max(...y)];
  const [first, last] = [x[0]!, x.at(-1)!];
  const column = (value: number) => placeOf(Math.log(value / first) / Math.log(last / first), columns);
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  x.forEach((value, index) => (cells[rows - 1 - placeOf((y[index]! - lowest) / (highest - lowest), rows)]![column(value)] = '•'));
  const [top, bottom] = [highest.toPrecision(3), lowest.toPrecision(3)];
  const margin = Math.max(top.length, bottom.length);
  const labels = cells.map((_, row) => (row === 0 ? top : row === rows - 1 ? bottom : '').padStart(margin));
  const lines = cells.map((cellsOfRow, row) => `${labels[row]} │${cellsOfRow.join('')}`.trimEnd());
  const ends = [first.toExponential(0), last.toExponential(0)] as const;
  const axis = `${' '.repeat(margin)} └${'─'.repeat(columns)}`;
  const scale = `${' '.repeat(margin + 2)}${ends[0]}${ends[1].padStart(columns - ends[0].length)}`;
  return [...lines, axis, `${' '.repeat(margin + 2)}${letters(marks, column, columns)}`.trimEnd(), scale].join('\n');
}

function letters(marks: Readonly<Record<string, number>>, column: (value: number) => number, columns: number): string {
  const cells = Array.from({ length: columns }, () => ' ');
  for (const [letter, value] of Object.entries(marks)) cells[column(value)] = letter;
  return cells.join('');
}

/** A share from 0 to 1 as one of so many places; a flat curve lies at the bottom. */
function placeOf(share: number, places: number): number {
  return Number.isFinite(share) ? Math.min(places - 1, Math.max(0, Math.round(share * (places - 1)))) : 0;
}
