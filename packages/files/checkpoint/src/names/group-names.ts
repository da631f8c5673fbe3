import { quoteName } from '../quote-for-message.ts';

/** Names by what they begin with, a group each, largest first: `layer4.* (20)`. One name stands for
 * itself; groups beyond `most` are counted. */
export function groupNames(names: readonly string[], most: number): string[] {
  const { lines, more } = groupsOf(names, most);
  return more === 0 ? lines : [...lines, `and ${more} more`];
}

/** The same with the number of names that are not listed. */
export function groupsOf(names: readonly string[], most: number): { readonly lines: string[]; readonly more: number } {
  if (names.length <= most) return { lines: names.map(quoteName), more: 0 };
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = groupOf(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const shown = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  const more = shown.slice(most).reduce((sum, [, own]) => sum + own.length, 0);
  const lines = shown.slice(0, most).map(([key, own]) => (own.length === 1 ? quoteName(own[0]!) : `${quoteName(key)}.* (${own.length})`));
  return { lines, more };
}

/** All before the first number, or the first field: `module.layer4.0.conv1.weight` →
 * `module.layer4`. */
function groupOf(name: string): string {
  const fields = name.split('.');
  const stage = fields.findIndex((field) => /\d$/u.test(field));
  return fields.slice(0, stage === -1 || stage > 2 ? 1 : stage + 1).join('.');
}
