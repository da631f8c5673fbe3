import type { Checkpoint } from '../checkpoint.ts';
import { quoteForMessage, quoteName, quoteNames } from '../quote-for-message.ts';
import type { NameChange } from './name-change.ts';
import { groupNames } from './group-names.ts';
import { RenameError } from './rename-error.ts';

/** Names that get others. `*` stands for any characters, as many as there are, and `?` for one; the
 * wildcards of `to`, which are the same in the same order, stand for what those of `from` did. An
 * empty `to` leaves the tensors out. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Gives tensors of a checkpoint other names, before anything is guessed from them. Renames apply
 * one after another, each to whole names as those before it left them.
 *
 * @throws {RenameError} naming each that is malformed, names nothing in the file, or gives two
 * tensors one name. */
export function renameTensors<C extends Checkpoint>(checkpoint: C, renames: readonly Rename[]): C {
  if (renames.length === 0) return checkpoint;
  const before = checkpoint.tensors.map(({ name }) => name);
  let names = before;
  const [changes, faults]: [NameChange[], string[]] = [[], []];
  for (const rename of renames) {
    const fault = faultOf(rename);
    const renamed = fault === null ? names.map((name) => renamedBy(rename, name)) : [];
    const hits = renamed.filter((name) => name !== null).length;
    if (fault !== null || hits === 0) faults.push(`${written(rename)} ${fault ?? 'names no tensor of the file'}`);
    else changes.push({ kind: 'renamed', from: rename.from, to: rename.to, asked: hits });
    names = names.map((name, index) => renamed[index] ?? name);
  }
  faults.push(...collisions(before, names));
  if (faults.length > 0) throw new RenameError(checkpoint.file, { faults, names: groupNames(before, 6) });
  const tensors = checkpoint.tensors.map((entry, index) => ({ ...entry, name: names[index]! })).filter(({ name }) => name !== '');
  return { ...checkpoint, tensors, renamed: changes };
}

function faultOf({ from, to }: Rename): string | null {
  if (from === '') return 'is half empty: its left side names tensors';
  return to === '' || wildcards(from) === wildcards(to) ? null : 'has other wildcards on its right: they are the same on both sides, in the same order';
}

function wildcards(pattern: string): string {
  return pattern.replaceAll(/[^*?]/gu, '');
}

/** Null where the name is another. */
function renamedBy({ from, to }: Rename, name: string): string | null {
  const pattern = from
    .replaceAll(/[\\^$.+()[\]{}|/-]/gu, String.raw`\$&`)
    .replaceAll('*', '(.*)')
    .replaceAll('?', '(.)');
  const [whole, ...parts] = new RegExp(`^${pattern}$`, 'su').exec(name) ?? [];
  if (whole === undefined) return null;
  if (to === '') return '';
  let next = 0;
  return to.replaceAll(/[*?]/gu, () => parts[next++]!);
}

function collisions(before: readonly string[], after: readonly string[]): string[] {
  const sources = new Map<string, string[]>();
  after.forEach((name, index) => sources.set(name, [...(sources.get(name) ?? []), before[index]!]));
  const doubled = [...sources].filter(([name, from]) => name !== '' && from.length > 1);
  const shown = doubled.slice(0, 3).map(([name, from]) => `${quoteNames(from, 4)} would all be ${quoteName(name)}`);
  return doubled.length > shown.length ? [...shown, `and ${doubled.length - shown.length} more names would be given twice`] : shown;
}

function written({ from, to }: Rename): string {
  return quoteForMessage(`${from}=${to}`);
}
