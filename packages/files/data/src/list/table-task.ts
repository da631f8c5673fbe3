import { flagIn } from '../labels/flag-in.ts';
import { type LabelKind, numberIn } from '../labels/read-task-label.ts';
import { tableColumns } from './read-table.ts';
import type { TableRow } from './table-rows.ts';

/** What a table says of its images. */
export interface TableTask {
  readonly task: LabelKind;
  /** The columns of several labels or numbers, where each has its own. */
  readonly targets?: readonly string[];
}

/** So many different whole numbers are no classes. */
const mostNumberedClasses = 20;

/** What a table says of its images, where nobody tells: by its column of labels, where it has one,
 * whether these are lists, numbers or names; else by the columns that hold only 0 and 1, or only
 * numbers, beside those of the file, its part and its group. */
export function tableTask([header, ...rows]: readonly TableRow[]): TableTask {
  const names = (header?.cells ?? []).map((name) => name.trim());
  const { file, label, ...beside } = tableColumns(names);
  const columns = names.map((name, column) => ({ name, cells: rows.map(({ cells }) => cells[column]?.trim() ?? '').filter((cell) => cell !== '') }));
  if (file === -1) return { task: 'single-label' };
  if (label !== -1) return labelsIn(columns[label]!);
  const others = columns.filter(
    ({ name, cells }, column) => name !== '' && cells.length > 0 && ![file, ...Object.values(beside)].includes(column) && !isCount(name),
  );
  const flags = others.filter(({ cells }) => cells.every((cell) => flagIn(cell) !== undefined));
  const numbers = others.filter((column) => !flags.includes(column) && isNumeric(column));
  if (flags.length > numbers.length) return { task: 'multi-label', targets: flags.map(({ name }) => name) };
  return numbers.length > 0 ? { task: 'regression', targets: numbers.map(({ name }) => name) } : { task: 'single-label' };
}

interface Column {
  readonly name: string;
  /** Without empty ones. */
  readonly cells: readonly string[];
}

function labelsIn(column: Column): TableTask {
  const { name, cells } = column;
  if (cells.some((cell) => /[;|,]/u.test(cell) || cell.startsWith('['))) return { task: 'multi-label' };
  const different = new Set(cells);
  const isMeasured = isNumeric(column) && (cells.some((cell) => !Number.isInteger(numberIn(cell))) || different.size > mostNumberedClasses);
  return isMeasured ? { task: 'regression', targets: [name] } : { task: 'single-label' };
}

function isNumeric({ cells }: Column): boolean {
  return cells.every((cell) => Number.isFinite(numberIn(cell)));
}

/** Whether a column is what programs write in front of others. */
function isCount(name: string): boolean {
  return /^(index|unnamed: \d+)$/iu.test(name);
}
