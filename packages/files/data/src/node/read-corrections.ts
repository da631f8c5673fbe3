import { DatasetError, type DatasetFault } from '../errors.ts';
import type { Correction } from '../labels/corrections.ts';
import { normalName } from '../labels/read-label.ts';
import { type TableRow, rowsIn } from '../list/table-rows.ts';
import { readNamedFile } from './regular-file.ts';

/** Reads corrections from a CSV with the columns `path` and `action` (`keep`, `drop` or
 * `move`, blank for `keep`), and the class to move to in `to`, or else in `suggested`.
 * Other columns are left alone.
 *
 * @throws {DatasetError} when the file cannot be read, naming every line that is wrong. */
export async function readCorrections(path: string): Promise<Correction[]> {
  const [head, ...rows] = await rowsIn(path, await readNamedFile(path));
  const columns = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = ['path', 'action'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    refuse(path, [`${path} has no column ${missing.map((name) => `"${name}"`).join(' and ')}: its first line must name them, as attune clean writes it.`]);
  const faults: string[] = [];
  const corrections = new Map<string, Correction>();
  const cell = ({ cells }: TableRow, name: string) => cells[columns.indexOf(name)]?.trim() ?? '';
  const isBlank = (row: TableRow) => cell(row, 'action') === '';
  // A line that says nothing contradicts no other.
  for (const row of rows.toSorted((a, b) => Number(isBlank(a)) - Number(isBlank(b)))) {
    const correction = correctionOf((name) => cell(row, name));
    if (isBlank(row) && corrections.has(cell(row, 'path'))) continue;
    const fault = typeof correction === 'string' ? correction : contradiction(corrections.get(correction.path), correction);
    if (fault !== null) faults.push(`${path}, line ${row.line}: ${fault}`);
    else corrections.set((correction as Correction).path, correction as Correction);
  }
  if (faults.length > 0) refuse(path, faults);
  return [...corrections.values()];
}

/** What is wrong where a line before says something else of the image. */
function contradiction(before: Correction | undefined, now: Correction): string | null {
  if (before === undefined || JSON.stringify(before) === JSON.stringify(now)) return null;
  return `${now.path} is to ${said(now)} here and to ${said(before)} in a line before; leave one of them.`;
}

function said(correction: Correction): string {
  return correction.action === 'move' ? `move to "${correction.to}"` : correction.action;
}

/** What is wrong with the line, where it is none. */
function correctionOf(cell: (name: string) => string): Correction | string {
  const [path, action] = [cell('path'), cell('action').toLowerCase()];
  if (path === '') return 'there is no path.';
  if (action === '' || action === 'keep') return { path, action: 'keep' };
  if (action === 'drop') return { path, action };
  if (action !== 'move') return `"${action}" is no action; write keep, drop or move.`;
  const to = normalName(cell('to') || cell('suggested'));
  return to === '' ? 'move needs a class, in the column "to" or "suggested".' : { path, action, to };
}

function refuse(path: string, messages: readonly string[]): never {
  throw new DatasetError({ path, faults: messages.map((message): DatasetFault => ({ kind: 'wrong-label', path, message })) });
}
