/** The folder of a run among paths, with its slash (empty: they lie at the top); null where there
 * is no run, or where there are photos of a project beside it. */
export function runFolder(paths: readonly string[]): string | null {
  if (paths.includes('photos.json')) return null;
  const config = paths.filter((path) => /^([^/]+\/)?run\.json$/u.test(path)).toSorted((a, b) => a.length - b.length)[0];
  return config === undefined ? null : config.slice(0, -'run.json'.length);
}
