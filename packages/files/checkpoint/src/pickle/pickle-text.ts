import { narrow } from './pickle-cursor.ts';
import { PickleError } from './pickle-error.ts';

/** Decimal text of protocols 0 and 1: `12`, `12L`, and the booleans `00` and `01`. */
export function parseInteger(line: string): number | bigint | boolean {
  if (line === '00' || line === '01') return line === '01';
  const digits = line.replace(/L$/, '').trim();
  if (!/^[+-]?\d{1,600}$/.test(digits)) throw new PickleError('malformed', `${JSON.stringify(line.slice(0, 40))} stands where the pickle needs an integer`);
  return narrow(BigInt(digits.replace('+', '')));
}

/** Python's text of a float: `1.5`, `inf`, `nan`. */
export function parseFloat64(line: string): number {
  const named = { inf: Infinity, '-inf': -Infinity, nan: NaN, '-nan': NaN }[line.trim()];
  const value = named ?? Number(line);
  if (named === undefined && (line.trim() === '' || Number.isNaN(value))) {
    throw new PickleError('malformed', `${JSON.stringify(line.slice(0, 40))} stands where the pickle needs a number`);
  }
  return value;
}

/** A quoted string of protocol 0, with Python's escapes. */
export function parseQuoted(line: string): string {
  const quoted = /^(['"])([\s\S]*)\1$/.exec(line.trim());
  if (quoted === null) throw new PickleError('malformed', 'a string of the pickle has no quotes');
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b', f: '\f', v: '\v', '\n': '' };
  return quoted[2]!.replace(/\\(x([0-9a-fA-F]{2})|[\s\S])/g, (_, escape: string, hex?: string) =>
    hex === undefined ? (escapes[escape] ?? escape) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Text of protocol 0, in which only \\uXXXX and \\UXXXXXXXX are escapes. */
export function parseRawUnicode(line: string): string {
  return line.replace(/\\u([0-9a-fA-F]{4})|\\U0010([0-9a-fA-F]{4})|\\U000([0-9a-fA-F]{5})/g, (_, short?: string, last?: string, long?: string) =>
    String.fromCodePoint(last === undefined ? Number.parseInt(short ?? long!, 16) : 0x100000 + Number.parseInt(last, 16)),
  );
}
