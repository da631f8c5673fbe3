import type { PartName } from '../batches/dataset.ts';

/** A part as a name spells it. */
export interface NamedPart {
  readonly part: PartName;
  /** What the name says beside it, such as `seg` of `seg_train`; empty where that is nothing. */
  readonly rest: string;
}

const spellings: Readonly<Record<PartName, readonly string[]>> = {
  train: ['train', 'training', 'trainval', 'traindev', '训练', '训练集'],
  validation: ['val', 'valid', 'validation', 'validate', 'validating', 'dev', 'eval', 'evaluation', '验证', '验证集'],
  test: ['test', 'testing', 'tests', '测试', '测试集'],
};

const partOfWord: ReadonlyMap<string, PartName> = new Map(
  (Object.keys(spellings) as PartName[]).flatMap((part) =>
    spellings[part].flatMap((word) => ['', 'set', 'data', 'images', 'imgs'].map((suffix) => [word + suffix, part] as const)),
  ),
);

/** Words beside a part's that say nothing more. */
const fillers: ReadonlySet<string> = new Set(
  'set sets data dataset split part subset folder dir image images img imgs photos pictures files of the'.split(' '),
);

/** The part that a folder, a shard or a cell names, in any usual spelling and case, or `null`.
 * A word counts only whole, and only where it is the one word for a part: `valley` and
 * `train_and_test` name none. */
export function partIn(name: string): NamedPart | null {
  const words = wordsIn(name);
  const parts = words.filter((word) => partOfWord.has(word));
  const [word, second] = parts;
  if (word === undefined || second !== undefined) return null;
  const rest = words.filter((other) => other !== word && !fillers.has(other) && !/^\d+$/u.test(other));
  return { part: partOfWord.get(word)!, rest: rest.join(' ') };
}

/** `TrainSet`, `train-set` and `train_set2017` are words between changes of case, signs and
 * digits. */
function wordsIn(name: string): string[] {
  const apart = name
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{L})(\p{N})/gu, '$1 $2')
    .replaceAll(/(\p{N})(\p{L})/gu, '$1 $2');
  return apart.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
}

/** The part that a file of samples says it is of, by the one word of its name that does; `null`
 * where none or several do. */
export function partOfFile(name: string): PartName | null {
  return partIn(name.replace(/(\.[a-z]+)+$/iu, ''))?.part ?? null;
}
