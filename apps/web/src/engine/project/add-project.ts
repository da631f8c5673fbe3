import { type FileStore, configFile, filesBelow } from '@attune/run';

import { joined } from '../photos/join-photos.ts';
import { PhotoShelf } from '../photos/photo-shelf.ts';
import { removeRun, runIds } from '../runs/kept-run.ts';

/** Adds what another project has to this one: photos that are not here yet, classes and runs. What
 * is chosen here stays. Gives what takes it out again. */
export async function addProject(other: FileStore, { files, shelf }: { readonly files: FileStore; readonly shelf: PhotoShelf }): Promise<() => Promise<void>> {
  const before = shelf.snapshot();
  const theirs = await PhotoShelf.open(other);
  const { photos: unknown } = joined({ photos: theirs.photos.filter(({ id }) => shelf.find(id) === null), broken: [], skipped: [] }, shelf.photos);
  const copies = await Promise.all(unknown.map(async (photo) => ({ ...photo, file: new Blob([await photo.file.arrayBuffer()]) })));
  await shelf.add(copies);
  for (const name of theirs.made) await shelf.makeClass(name);
  const taken = new Set(await runIds(files));
  const added = new Map((await runIds(other)).map((id) => [id, freeName(id, taken)]));
  for (const [id, name] of added) await copyRun(filesBelow(other, `runs/${id}`), filesBelow(files, `runs/${name}`));
  return async () => {
    await shelf.restore(before);
    await shelf.discard();
    for (const name of added.values()) await removeRun(files, name);
  };
}

/** A run of the same second here has another name. */
function freeName(id: string, taken: ReadonlySet<string>): string {
  let name = id;
  for (let number = 2; taken.has(name); number++) name = `${id}-${number}`;
  return name;
}

/** Its configuration comes last, since a folder without one is not a run. */
async function copyRun(from: FileStore, to: FileStore): Promise<void> {
  const paths = await from.list('');
  for (const path of [...paths.filter((other) => other !== configFile), configFile]) await to.writeSafely(path, [(await from.read(path))!]);
}
