import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';

import { type Listing, type SourceKind, picture } from './source.ts';

const classNames = ['cat', 'dog'] as const;

interface Plan {
  readonly count: number;
  readonly isDivided: boolean;
  readonly labels: 'numbers with names' | 'numbers' | 'text';
  readonly odd: readonly ('null' | 'NaN' | '-1' | '7' | 'half')[];
}

/** Parquet files of images, as Hugging Face publishes them, with rows whose label is none. */
export const parquetFiles: SourceKind<Plan> = {
  plan: fc.record({
    count: fc.integer({ min: 2, max: 6 }),
    isDivided: fc.boolean(),
    labels: fc.constantFrom('numbers with names', 'numbers', 'text'),
    odd: fc.array(fc.constantFrom('null', 'NaN', '-1', '7', 'half'), { maxLength: 4 }),
  }),
  write: async (folder, { count, isDivided, labels, odd }) => {
    const listings: Listing[] = [];
    for (const [file, part] of isDivided
      ? ([['data-0.parquet', null]] as const)
      : ([
          ['train-0.parquet', 'train'],
          ['test-0.parquet', 'validation'],
        ] as const)) {
      const values: (number | string | null)[] = [];
      const data: Uint8Array[] = [];
      const add = (value: number | string | null, label: string | null) => {
        listings.push({ id: listings.length, label, part, place: `${file}#${values.length}` });
        values.push(value);
        data.push(Uint8Array.from(picture(listings.length - 1)));
      };
      for (const [position, name] of classNames.entries())
        for (let index = 0; index < count; index++) add(labels === 'text' ? name : position, labels === 'numbers' ? String(position) : name);
      for (const kind of odd) add(...oddLabel(kind, labels));
      const label = labels === 'text' ? { name: 'label', data: values, type: 'STRING' as const } : { name: 'label', data: values, type: 'DOUBLE' as const };
      const kvMetadata =
        labels === 'numbers with names' ? [{ key: 'huggingface', value: JSON.stringify({ info: { features: { label: { names: classNames } } } }) }] : [];
      await writeFile(join(folder, file), new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'image', data, type: 'BYTE_ARRAY' }, label], kvMetadata })));
    }
    return { path: folder, listings, reported: [] };
  },
};

/** What is written, and the class that it is, if any: without names, 7 is one. */
function oddLabel(kind: Plan['odd'][number], labels: Plan['labels']): [number | string | null, string | null] {
  if (kind === 'null') return [null, null];
  if (kind === '7' && labels !== 'numbers with names') return labels === 'text' ? [' ', null] : [-7, null];
  const value = kind === 'half' ? 0.5 : Number(kind);
  return labels === 'text' ? [kind === 'half' ? '' : String(value), null] : [value, null];
}
