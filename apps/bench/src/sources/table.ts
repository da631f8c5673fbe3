import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as fc from 'fast-check';

import { type Listing, type SourceKind, picture } from './source.ts';

const noLabels = ['', ' ', 'NaN', 'null', '-1', '\u22121'] as const;

interface Plan {
  readonly classes: readonly string[];
  readonly count: number;
  readonly separator: string;
  readonly encoding: 'utf8' | 'utf8 with a mark' | 'utf16le' | 'utf16be';
  readonly lineEnd: string;
  readonly isQuoted: boolean;
  readonly saysSeparator: boolean;
  readonly slash: '/' | '\\';
  readonly hasSuffix: boolean;
  readonly hasParts: boolean;
  /** Rows that are no label's. */
  readonly odd: readonly (typeof noLabels)[number][];
  /** How often the first file is listed again. */
  readonly again: number;
}

/** Tables beside a folder of images, as spreadsheets and programs write them. */
export const tables: SourceKind<Plan> = {
  plan: fc.record({
    classes: fc.uniqueArray(fc.constantFrom('cat', 'dog', '00', '1', 'caf\u00e9', 'a; b'), { minLength: 2, maxLength: 4 }),
    count: fc.integer({ min: 2, max: 4 }),
    separator: fc.constantFrom(',', ';', '\t', '|'),
    encoding: fc.constantFrom('utf8', 'utf8 with a mark', 'utf16le', 'utf16be'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    isQuoted: fc.boolean(),
    saysSeparator: fc.boolean(),
    slash: fc.constantFrom('/', '\\'),
    hasSuffix: fc.boolean(),
    hasParts: fc.boolean(),
    odd: fc.array(fc.constantFrom(...noLabels), { maxLength: 3 }),
    again: fc.integer({ min: 0, max: 2 }),
  }),
  write: async (folder, plan) => {
    const { classes, count, hasParts, odd, again, slash, hasSuffix } = plan;
    await mkdir(join(folder, 'pictures'));
    const listings: Listing[] = [];
    const rows: string[][] = [];
    const add = async (id: number, label: string, given: Pick<Listing, 'label' | 'part'>) => {
      listings.push({ id, ...given, place: `pictures/${id}.ppm` });
      rows.push([`pictures${slash}${id}${hasSuffix ? '.ppm' : ''}`, label, ...(hasParts ? [given.part === 'validation' ? 'Val' : 'training'] : [])]);
      await writeFile(join(folder, 'pictures', `${id}.ppm`), picture(id));
    };
    const partOf = (index: number) => (hasParts ? (index === 0 ? 'validation' : 'train') : null);
    for (const label of classes) for (let index = 0; index < count; index++) await add(listings.length, label, { label, part: partOf(index) });
    for (const label of odd) await add(listings.length, label, { label: null, part: partOf(1) });
    for (let index = 0; index < again; index++) await add(1, classes[0]!, { label: classes[0]!, part: partOf(1) });
    await writeFile(join(folder, 'set.csv'), encoded([['file', 'label', ...(hasParts ? ['split'] : [])], ...rows], plan));
    return { path: join(folder, 'set.csv'), listings, reported: [] };
  },
};

function encoded(rows: readonly (readonly string[])[], { separator, encoding, lineEnd, isQuoted, saysSeparator }: Plan): Buffer {
  const cell = (text: string) => (isQuoted || text.includes(separator) || text.includes(';') ? `"${text}"` : text);
  const lines = rows.map((row) => row.map(cell).join(separator));
  const text = [...(saysSeparator ? [`sep=${separator}`] : []), ...lines, ''].join(lineEnd);
  if (encoding === 'utf8') return Buffer.from(text);
  if (encoding === 'utf8 with a mark') return Buffer.from(`\ufeff${text}`);
  const units = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf16le' ? units : units.swap16();
}
