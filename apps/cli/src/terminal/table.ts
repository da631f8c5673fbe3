import Table from 'cli-table3';
import pc from 'picocolors';

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

/** Columns of text, without lines: it can be read, and cut with awk. Columns named in `right` are set flush right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[], right: readonly string[] = []): string {
  const colAligns = head.map((name) => (right.includes(name) ? 'right' : 'left') as 'left' | 'right');
  const drawn = new Table({
    head: head.map((name) => pc.bold(name)),
    colAligns,
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(...rows.map((row) => row.map(String)));
  return drawn.toString().replaceAll(/ +$/gm, '');
}
