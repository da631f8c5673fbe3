import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as fc from 'fast-check';

import { type Listing, type SourceKind, picture } from './source.ts';
import { type Member, tarOf } from './tar-of.ts';

const classNames = ['cat', 'dog', 'eel'] as const;
const oddities = ['no label', 'empty', '-1', 'NaN', '3', 'lion', 'no JSON', 'two images', 'depth map'] as const;
const stems = [
  (id: number) => String(id).padStart(4, '0'),
  (id: number) => `x.${id}`,
  (id: number) => `shot v1.${id}`,
  (id: number) => `a/b.c/${id}`,
  (id: number) => `./${id}`,
] as const;

interface Plan {
  readonly count: number;
  /** Names of a shard for training and one for validation, or of one to be divided. */
  readonly shards: readonly string[];
  readonly stem: number;
  /** How a label is written. */
  readonly labels: 'number' | 'name' | 'json';
  readonly odd: readonly (typeof oddities)[number][];
  readonly order: 'pairs' | 'images first' | 'turned';
}

/** Tar shards of samples with what may be wrong in one. */
export const shards: SourceKind<Plan> = {
  plan: fc.record({
    count: fc.integer({ min: 2, max: 4 }),
    shards: fc.constantFrom(['valley-000.tar'], ['train-000.tar', 'val-000.tar'], ['set_TRAIN_0.tar', 'set_test_0.tar'], ['train/0.tar', 'Validation/0.tar']),
    stem: fc.nat({ max: stems.length - 1 }),
    labels: fc.constantFrom('number', 'name', 'json'),
    odd: fc.array(fc.constantFrom(...oddities), { maxLength: 4 }),
    order: fc.constantFrom('pairs', 'images first', 'turned'),
  }),
  write: async (folder, { count, shards: names, stem, labels, odd, order }) => {
    const listings: Listing[] = [];
    await writeFile(join(folder, 'classes.txt'), classNames.join('\n'));
    const nameOf = stems[stem]!;
    for (const [index, shard] of names.entries()) {
      const part = names.length === 1 ? null : index === 0 ? 'train' : 'validation';
      const members: Member[] = [];
      const image = (suffix: string, label: string | null, name: string) => {
        listings.push({ id: listings.length, label, part, place: `${shard}#${name}${suffix}` });
        members.push([`${name}${suffix}`, picture(listings.length - 1)]);
      };
      for (const [position, label] of classNames.entries()) {
        for (let sample = 0; sample < count; sample++) {
          const name = nameOf(listings.length);
          members.push([
            `${name}${labels === 'json' ? '.json' : '.cls'}`,
            labels === 'number' ? String(position) : labels === 'name' ? `${label}\n` : `{"label": ${position}}`,
          ]);
          image(sample % 2 === 0 ? '.ppm' : '.PPM', label, name);
        }
      }
      for (const kind of odd) addOdd(kind, nameOf(listings.length), { members, image });
      await mkdir(join(folder, shard, '..'), { recursive: true });
      await writeFile(join(folder, shard), tarOf(ordered(members, order)));
    }
    return { path: folder, listings, reported: [] };
  },
};

interface Shard {
  readonly members: Member[];
  readonly image: (suffix: string, label: string | null, name: string) => void;
}

function addOdd(kind: (typeof oddities)[number], name: string, { members, image }: Shard): void {
  if (kind === 'depth map') {
    members.push([`${name}.cls`, '1']);
    image('.ppm', 'dog', name);
    image('.depth.ppm', null, name);
    return;
  }
  image('.ppm', null, name);
  if (kind === 'two images') image('.PPM', null, name);
  if (kind === 'no JSON') members.push([`${name}.json`, '{"label": ']);
  else if (kind !== 'no label') members.push([`${name}.cls`, kind === 'empty' ? '' : kind === 'two images' ? '0' : kind]);
}

function ordered(members: readonly Member[], order: Plan['order']): readonly Member[] {
  if (order === 'turned') return members.toReversed();
  return order === 'pairs' ? members : [...members.filter(isImage), ...members.filter((member) => !isImage(member))];
}

function isImage([name]: Member): boolean {
  return /ppm$/iu.test(name);
}
