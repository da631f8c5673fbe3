import { DatasetError, type DatasetFault } from '../errors.ts';
import type { Correction } from '../labels/corrections.ts';
import { type TableRow, readRows } from './table-rows.ts';

/** Reads corrections from a CSV with the columns `path` and `action` (`keep`, `drop` or
 * `move`, blank
 * for `keep`), and the class to move to in `to`, or else in `suggested`. Other columns are left
 * alone.
 *
 * @throws {DatasetError} when the file cannot be read, naming every line that is wrong. */
export async function readCorrections(path: string): Promise<Correction[]> {
  const [head, ...rows] = await readRows(path);
  const columns = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = ['path', 'action'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    refuse(path, [`${path} has no column ${missing.map((name) => `"${name}"`).join(' and ')}: its first line must name them, as attune clean writes it.`]);
  const faults: string[] = [];
  const corrections = rows.flatMap((row) => {
    const correction = correctionOf(row, columns);
    if (typeof correction !== 'string') return [correction];
    faults.push(`${path}, line ${row.line}: ${correction}`);
    return [];
  });
  if (faults.length > 0) refuse(path, faults);
  return corrections;
}

/** What is wrong with the line, where it is none. */
function correctionOf({ cells }: TableRow, columns: readonly string[]): Correction | string {
  const cell = (name: string) => cells[columns.indexOf(name)]?.trim() ?? '';
  const [path, action] = [cell('path'), cell('action').toLowerCase()];
  if (path === '') return 'there is no path.';
  if (action === '' || action === 'keep') return { path, action: 'keep' };
  if (action === 'drop') return { path, action };
  if (action !== 'move') return `"${action}" is no action; write keep, drop or move.`;
  const to = cell('to') || cell('suggested');
  return to === '' ? 'move needs a class, in the column "to" or "suggested".' : { path, action, to };
}

function refuse(path: string, messages: readonly string[]): never {
  throw new DatasetError({ path, faults: messages.map((message): DatasetFault => ({ kind: 'wrong-label', path, message })) });
}
