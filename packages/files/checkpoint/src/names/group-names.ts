import { quoteName } from '../quote-for-message.ts';

/** Names by what they begin with, a group each, largest first: `layer4.* (20)`. One name stands for
 * itself; groups beyond `most` are counted. */
export function groupNames(names: readonly string[], most: number): string[] {
  if (names.length <= most) return names.map(quoteName);
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = groupOf(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const shown = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  const rest = shown.slice(most).reduce((sum, [, own]) => sum + own.length, 0);
  const lines = shown.slice(0, most).map(([key, own]) => (own.length === 1 ? quoteName(own[0]!) : `${quoteName(key)}.* (${own.length})`));
  return rest === 0 ? lines : [...lines, `and ${rest} more`];
}

/** All before the first number, or the first field: `module.layer4.0.conv1.weight` →
 * `module.layer4`. */
function groupOf(name: string): string {
  const fields = name.split('.');
  const stage = fields.findIndex((field) => /\d$/u.test(field));
  return fields.slice(0, stage === -1 || stage > 2 ? 1 : stage + 1).join('.');
}
