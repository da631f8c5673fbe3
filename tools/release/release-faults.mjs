/** Why a release may not begin, all reasons at once. */
export function releaseFaults({ changes, branch, repository }) {
  const faults = [];
  if (changes === null) faults.push('This is no git checkout.');
  else if (changes !== '') faults.push(`The tree has changes that are not committed:\n${changes}`);
  if (branch !== 'main') faults.push(`The branch is ${branch || 'none'}, and releases are made from main.`);
  if (!/^https:\/\/\S+$/u.test(repository)) faults.push('tools/release/address.json does not say where the project lives: write "https://…" into it.');
  return faults;
}
