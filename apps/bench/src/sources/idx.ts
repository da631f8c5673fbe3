import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import * as fc from 'fast-check';

import type { Listing, SourceKind } from './source.ts';

interface Plan {
  readonly prefix: string;
  readonly test: string;
  readonly isZipped: boolean;
  readonly labels: readonly number[];
  readonly heldLabels: readonly number[];
}

/** IDX files of images, with labels that no name belongs to. */
export const idxFiles: SourceKind<Plan> = {
  plan: fc.record({
    prefix: fc.constantFrom('', 'emnist-letters-'),
    test: fc.constantFrom('t10k', 'test'),
    isZipped: fc.boolean(),
    labels: fc.array(fc.constantFrom(0, 1, 2, 9, 255), { maxLength: 12 }),
    heldLabels: fc.array(fc.constantFrom(0, 1, 2, 3), { maxLength: 6 }),
  }),
  write: async (folder, { prefix, test, isZipped, labels, heldLabels }) => {
    const names = ['cat', 'dog', 'eel'];
    await writeFile(join(folder, 'classes.txt'), names.join('\n'));
    const listings: Listing[] = [];
    const write = async (file: string, shape: readonly number[], values: readonly number[]) => {
      const bytes = idxOf(shape, values);
      await writeFile(join(folder, `${prefix}${file}${isZipped ? '.gz' : ''}`), isZipped ? gzipSync(bytes) : bytes);
    };
    for (const [file, part, own] of [
      ['train', 'train', [0, 1, 2, ...labels]],
      [test, 'validation', [0, 1, 2, ...heldLabels]],
    ] as const) {
      const pixels: number[] = [];
      own.forEach((label, index) => {
        const id = listings.length;
        listings.push({ id, label: names[label] ?? null, part, place: `${file}-images-idx3-ubyte${isZipped ? '.gz' : ''}#${index}` });
        pixels.push(id & 255, id >> 8);
      });
      await write(`${file}-images-idx3-ubyte`, [own.length, 1, 2], pixels);
      await write(`${file}-labels-idx1-ubyte`, [own.length], own);
    }
    return { path: folder, listings, reported: [] };
  },
};

function idxOf(shape: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  shape.forEach((size, dimension) => header.writeUInt32BE(size, 4 + 4 * dimension));
  return Buffer.concat([header, Buffer.from(values)]);
}
