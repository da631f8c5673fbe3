import { basename, join } from 'node:path';

import type { FileReason } from '../errors.ts';
import { type NamedPart, partIn, partOfFile } from '../labels/part-name.ts';
import { readFolder } from '../tree/read-folder.ts';
import { diskTree } from './disk-tree.ts';
import { missingShards } from './missing-shards.ts';
import { lookAt } from './regular-file.ts';

/** A file that holds many images, and the part that it is of by its name, else by its folder's. */
export interface SampleFile {
  readonly path: string;
  /** Below what was given. */
  readonly name: string;
  readonly part: NamedPart['part'] | null;
}

/** The file at a path; or those in a folder, and in the folders in it, whose names are
 * such a file's; where one folder is around them all, those in it. What their names
 * call for and is not there is reported.
 *
 * @throws {DatasetError} when a folder cannot be listed. */
export async function sampleFilesAt(
  path: string,
  isSampleFile: (name: string) => boolean,
): Promise<{ readonly files: readonly SampleFile[]; readonly skipped: readonly FileReason[] }> {
  if ((await lookAt(path))?.isDirectory() !== true) return { files: [{ path, name: basename(path), part: partOfFile(basename(path)) }], skipped: [] };
  const { files, folders, links, skipped } = await readFolder(diskTree, path);
  const found = files.filter(isSampleFile).map((name) => ({ path: join(path, name), name, part: partOfFile(name) }));
  for (const folder of folders) {
    const inner = (await readFolder(diskTree, join(path, folder))).files.filter(isSampleFile);
    found.push(...inner.map((name) => ({ path: join(path, folder, name), name: `${folder}/${name}`, part: partOfFile(name) ?? partIn(folder)?.part ?? null })));
  }
  const [only, ...others] = folders;
  if (found.length === 0 && only !== undefined && others.length === 0 && !links.has(only)) {
    const inside = await sampleFilesAt(join(path, only), isSampleFile);
    return { files: inside.files.map((file) => ({ ...file, name: `${only}/${file.name}` })), skipped: [...skipped, ...inside.skipped] };
  }
  return { files: found, skipped: [...skipped, ...missingShards(found.map(({ path: file }) => file))] };
}
