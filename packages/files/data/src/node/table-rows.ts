import { CsvError, type Options, parse } from 'csv-parse/sync';

import { DatasetError, unreadablePath } from '../errors.ts';
import { readFileWhole } from './regular-file.ts';

/** A line of a table. */
export interface TableRow {
  readonly cells: readonly string[];
  /** Counted from 1, as an editor shows it. */
  readonly line: number;
}

/** Reads the rows of a table: UTF-8 or UTF-16, with or without a byte order mark; cells between
 * commas, semicolons, tabs or bars, which the line `sep=` before them may say;
 * quotes and either line end as in RFC 4180 and Excel; blank lines left out.
 *
 * @throws {DatasetError} when it cannot be read, with the line and what is wrong in it. */
export async function readRows(path: string): Promise<readonly TableRow[]> {
  const bytes = await readFileWhole(path).catch((cause: unknown) => {
    throw unreadablePath(path, cause);
  });
  const text = textIn(path, bytes);
  const said = /^sep=(.)[ \t]*(\r\n|\r|\n)/iu.exec(text);
  const body = said === null ? text : text.slice(said[0].length);
  const delimiter = said?.[1] ?? delimiterIn(body, path);
  return parseRows(path, { body, delimiter, linesBefore: said === null ? 0 : 1 });
}

/** A NUL beside a letter is half of a UTF-16 unit, mark or not. */
function textIn(path: string, bytes: Buffer): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  if (isLittle || isBig) return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = bytes.subarray(0, firstBroken(bytes)).toString('latin1').split('\n').length;
    return refuse(path, `${path}, line ${line}: the text is not UTF-8. Save the table as UTF-8.`);
  }
}

/** Where the first byte stands that is no UTF-8. */
function firstBroken(bytes: Buffer): number {
  const read = new TextDecoder('utf-8').decode(bytes);
  return Buffer.byteLength(read.slice(0, Math.max(0, read.indexOf('\ufffd'))));
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
}

function parseRows(path: string, { body, delimiter, linesBefore }: Body): TableRow[] {
  const lineOf = (line: number) => line + linesBefore;
  const read = (more: Options) =>
    (parse(body, { delimiter, skip_empty_lines: true, info: true, ...more }) as unknown as { record: string[]; info: { lines: number } }[]).map(
      ({ record, info }) => ({ cells: record, line: lineOf(info.lines) }),
    );
  try {
    return read({});
  } catch (cause) {
    // Blanks before a quote are not of RFC 4180, and usual.
    if (cause instanceof CsvError && cause.code.includes('QUOTE') && body.replaceAll(/ +"/gu, ' "').includes(`${delimiter} "`)) return read({ ltrim: true });
    const where = cause instanceof CsvError && typeof cause['lines'] === 'number' ? `, line ${lineOf(cause['lines'])}` : '';
    return refuse(path, `${path}${where}: ${faultIn(cause)}.`);
  }
}

function faultIn(cause: unknown): string {
  if (!(cause instanceof CsvError)) return (cause as Error).message;
  const record: unknown = cause['record'];
  if (cause.code.includes('INCONSISTENT') && Array.isArray(record))
    return `${record.length} ${record.length === 1 ? 'cell' : 'cells'}, and another number in the lines before; put a cell that holds the separator in quotes`;
  return cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened and never closed' : cause.message.replace(/[:,]? (on|at) line \d+.*$/u, '');
}

function refuse(path: string, message: string): never {
  throw new DatasetError({ path, faults: [{ kind: 'unreadable', path, message }] });
}
