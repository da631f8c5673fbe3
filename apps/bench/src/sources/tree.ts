import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import * as fc from 'fast-check';

import { type Listing, type SourceKind, picture } from './source.ts';

const classNames = ['cat', 'dog', 'caf\u00e9', 'train', '10', '_x', 'B b'] as const;
const partNames = [
  ['train', 'val'],
  ['Training', 'Testing'],
  ['seg_train', 'seg_test'],
  ['TRAIN', 'valid'],
  ['train_set', 'dev-set'],
] as const;

const oddities = ['hidden', 'text', 'broken', 'link to another class', 'link to itself', 'link up', 'twin folder'] as const;

interface Plan {
  readonly classes: readonly string[];
  /** Names of the parts, or `null` where the folder is to be divided. */
  readonly parts: (typeof partNames)[number] | null;
  /** Whether one folder lies around it all. */
  readonly isWrapped: boolean;
  /** Images of each class and part. */
  readonly count: number;
  readonly isDeep: boolean;
  readonly odd: readonly (typeof oddities)[number][];
}

/** Folders of classes, with what people have in them. */
export const trees: SourceKind<Plan> = {
  plan: fc.record({
    classes: fc.uniqueArray(fc.constantFrom(...classNames), { minLength: 2, maxLength: 4 }),
    parts: fc.option(fc.constantFrom(...partNames)),
    isWrapped: fc.boolean(),
    count: fc.integer({ min: 2, max: 5 }),
    isDeep: fc.boolean(),
    odd: fc.uniqueArray(fc.constantFrom(...oddities)),
  }),
  write: async (folder, plan) => {
    const { classes, parts, isWrapped, count, isDeep, odd } = plan;
    const root = isWrapped && parts !== null ? join(folder, 'all of it') : folder;
    const listings: Listing[] = [];
    const reported: string[] = [];
    const put = async (path: string, content: string | Uint8Array) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    };
    const add = async (path: string, listing: Omit<Listing, 'id' | 'place'>) => {
      listings.push({ id: listings.length, ...listing, place: path });
      await put(path, picture(listings.length - 1));
    };
    for (const [part, below] of parts === null
      ? ([[null, '']] as const)
      : ([
          ['train', `${parts[0]}/`],
          ['validation', `${parts[1]}/`],
        ] as const)) {
      for (const label of classes) {
        for (let index = 0; index < count; index++)
          await add(`${below}${label}/${isDeep && index % 2 === 1 ? 'deep/er/' : ''}${index}.ppm`, { label: label.normalize('NFC'), part });
        if (odd.includes('twin folder') && label === 'caf\u00e9') await add(`${below}cafe\u0301/twin.ppm`, { label, part });
      }
    }
    const [first = '', second = ''] = classes.map((label) => `${parts === null ? '' : `${parts[0]}/`}${label}`);
    const report = async (path: string, make: () => Promise<unknown>) => {
      reported.push(path);
      await make();
    };
    if (odd.includes('hidden')) await report(`${first}/.9.ppm`, () => put(`${first}/.9.ppm`, picture(999)));
    if (odd.includes('text')) await report(`${first}/notes.txt`, () => put(`${first}/notes.txt`, 'no image'));
    if (odd.includes('broken')) await report(`${first}/broken.ppm`, () => put(`${first}/broken.ppm`, 'no image'));
    if (odd.includes('link to another class')) await report(`${first}/other.ppm`, () => symlink(join(root, second, '0.ppm'), join(root, first, 'other.ppm')));
    if (odd.includes('link to itself')) await report(`${second}/again`, () => symlink('.', join(root, second, 'again')));
    if (odd.includes('link up')) await report(`${second}/up`, () => symlink('..', join(root, second, 'up')));
    return { path: folder, listings, reported };
  },
};
