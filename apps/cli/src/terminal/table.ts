import { stripVTControlCharacters } from 'node:util';

import Table from 'cli-table3';

import { coloursFor } from './colours.ts';
import { printable } from './printable.ts';

const { bold } = coloursFor(process.stdout);

const noLines = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, name === 'middle' ? '  ' : '']),
);

export interface TableOptions {
  /** Columns of the terminal; none where the output is a file or a pipe, which take any width. */
  readonly width?: number | undefined;
}

/** Columns of text, without lines: it can be read, and cut with awk. Columns named in `right` are
 * set flush right. Where a terminal is too narrow for a row, a line for each of its values. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  right: readonly string[] = [],
  { width = process.stdout.columns }: TableOptions = {},
): string {
  const drawn = inColumns(head, rows, right);
  const widest = Math.max(...drawn.split('\n').map((line) => stripVTControlCharacters(line).length));
  return width === undefined || widest <= width ? drawn : inLines(head, rows);
}

function inColumns(head: readonly string[], rows: readonly (readonly (string | number)[])[], right: readonly string[]): string {
  const colAligns = head.map((name) => (right.includes(name) ? 'right' : 'left') as 'left' | 'right');
  const drawn = new Table({
    head: head.map(bold),
    colAligns,
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(...rows.map((row) => row.map(cell)));
  return drawn.toString().replaceAll(/ +$/gm, '');
}

/** A name with a line end in it stays in its row. */
function cell(value: string | number): string {
  return printable(String(value)).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** The first value of a row is its heading; values that are empty are left out. */
function inLines(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const blocks = rows
    .map((row) => row.map(cell))
    .map(([first = '', ...others]) => {
      const values = others.flatMap((value, index) => (value === '' ? [] : [`  ${head[index + 1]}: ${value}`]));
      return [...(first === '' ? [] : [bold(first)]), ...values].join('\n');
    });
  return blocks.join('\n');
}
