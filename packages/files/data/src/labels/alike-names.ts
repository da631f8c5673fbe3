const betweenWords = /(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu;

/** Names that differ in nothing but case, or in spaces, hyphens and underscores between words
 * (`Cat` and `cat`, `ice_bear` and `ice bear`): classes that are probably one, spelled in several
 * ways. Groups in the order of their first names. */
export function alikeNames(names: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = name.normalize('NFKC').toLowerCase().trim().replaceAll(betweenWords, ' ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
