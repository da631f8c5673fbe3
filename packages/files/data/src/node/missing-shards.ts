import type { FileReason } from '../errors.ts';

/** Files of which each name says how many there are: `train-00000-of-00003.parquet`. */
const numbered = /^(?<before>.*?)(?<number>\d+)-of-(?<count>\d+)(?<after>\D.*)?$/u;

/** More than any set has; a larger count is a name by chance. */
const mostShards = 100_000;

/** What the names of files call for and is not there: for each set that is not whole, its first
 * missing file.
 *
 * @param paths in each set all but the number is the same */
export function missingShards(paths: readonly string[]): FileReason[] {
  const sets = new Map<string, Shards>();
  for (const path of paths) {
    const { before = '', number = '', count = '', after = '' } = numbered.exec(path)?.groups ?? {};
    if (count === '' || Number(count) > mostShards) continue;
    const key = path.replace(numbered, '$<before>*-of-$<count>$<after>');
    const set = sets.get(key) ?? { there: new Set(), count: Number(count), name: (of) => `${before}${of.padStart(number.length, '0')}-of-${count}${after}` };
    sets.set(key, set);
    set.there.add(Number(number));
  }
  return [...sets.values()].flatMap(reasonsOf);
}

interface Shards {
  readonly there: Set<number>;
  readonly count: number;
  readonly name: (number: string) => string;
}

function reasonsOf({ there, count, name }: Shards): FileReason[] {
  const first = there.has(count) ? 1 : 0; // some count from 1
  const [missing, ...others] = Array.from({ length: count }, (_, index) => first + index).filter((number) => !there.has(number));
  if (missing === undefined) return [];
  const more = others.length === 0 ? '' : `, nor are ${others.length} more of them`;
  return [{ path: name(String(missing)), reason: `it is not there, and the others' names count ${count} files${more}` }];
}
