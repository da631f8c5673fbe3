import type { CsvError, Options } from 'csv-parse/sync';

import { DatasetError } from '../errors.ts';
import { textOf } from './text-of.ts';

/** A line of a table. */
export interface TableRow {
  readonly cells: readonly string[];
  /** Counted from 1, as an editor shows it. */
  readonly line: number;
}

/** The rows of a table: UTF-8 or UTF-16, with or without a byte order mark; cells between
 * commas, semicolons, tabs or bars, which the line `sep=` before them may say;
 * quotes and either line end as in RFC 4180 and Excel; blank lines left out.
 *
 * @throws {DatasetError} when it cannot be read, with the line and what is wrong in it. */
export async function rowsIn(path: string, bytes: Uint8Array): Promise<readonly TableRow[]> {
  const text = textOf(path, bytes);
  const said = /^sep=(.)[ \t]*(\r\n|\r|\n)/iu.exec(text);
  const body = said === null ? text : text.slice(said[0].length);
  const delimiter = said?.[1] ?? delimiterIn(body, path);
  return parseRows(path, { body, delimiter, linesBefore: said === null ? 0 : 1, csv: await import('#csv') });
}

const delimiters = [',', ';', '\t', '|'] as const;

/** What most often stands between cells in the first line; in `.tsv` and `.csv` what
 * their names say, where that occurs. */
function delimiterIn(body: string, path: string): string {
  const usual = path.toLowerCase().endsWith('.tsv') ? '\t' : ',';
  const [first = ''] = body.split(/\r\n|\r|\n/u, 1);
  const plain = first.replaceAll(/"[^"]*"/gu, '');
  const count = (delimiter: string) => plain.split(delimiter).length;
  return [...delimiters].sort((a, b) => count(b) - count(a) || Number(b === usual) - Number(a === usual)).find((delimiter) => count(delimiter) > 1) ?? usual;
}

interface Body {
  readonly body: string;
  readonly delimiter: string;
  readonly linesBefore: number;
  /** What reads it, for where this runs. */
  readonly csv: typeof import('#csv');
}

function parseRows(path: string, { body, delimiter, linesBefore, csv }: Body): TableRow[] {
  const isCsvError = (cause: unknown): cause is CsvError => cause instanceof csv.CsvError;
  const lineOf = (line: number) => line + linesBefore;
  const read = (more: Options) =>
    (csv.parse(body, { delimiter, skip_empty_lines: true, info: true, ...more }) as unknown as { record: string[]; info: { lines: number } }[]).map(
      ({ record, info }) => ({ cells: record, line: lineOf(info.lines) }),
    );
  try {
    return readWithBlanks(read, (cause) => isCsvError(cause) && cause.code.includes('QUOTE') && body.replaceAll(/ +"/gu, ' "').includes(`${delimiter} "`));
  } catch (cause) {
    const where = isCsvError(cause) && typeof cause['lines'] === 'number' ? `, line ${lineOf(cause['lines'])}` : '';
    return refuse(path, `${path}${where}: ${isCsvError(cause) ? faultIn(cause) : (cause as Error).message}.`);
  }
}

/** Blanks before a quote are not of RFC 4180, and usual. */
function readWithBlanks(read: (more: Options) => TableRow[], mayHelp: (cause: unknown) => boolean): TableRow[] {
  try {
    return read({});
  } catch (cause) {
    if (mayHelp(cause)) return read({ ltrim: true });
    throw cause;
  }
}

function faultIn(cause: CsvError): string {
  const record: unknown = cause['record'];
  if (cause.code.includes('INCONSISTENT') && Array.isArray(record))
    return `${record.length} ${record.length === 1 ? 'cell' : 'cells'}, and another number in the lines before; put a cell that holds the separator in quotes`;
  if (cause.code === 'INVALID_OPENING_QUOTE') return 'a quote stands in a cell that does not begin with one; put the cell in quotes and double those in it';
  return cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened and never closed' : cause.message.replace(/[:,]? (on|at) line \d+.*$/u, '');
}

function refuse(path: string, message: string): never {
  throw new DatasetError({ path, faults: [{ kind: 'unreadable', path, message }] });
}
