import { basename, dirname, join } from 'node:path';

import { DatasetError, reasonOf } from '../errors.ts';
import { readFolder } from '../tree/read-folder.ts';
import { diskTree } from './disk-tree.ts';
import { inflateWhole } from './inflate.ts';
import { lookAt, readFileWhole } from './regular-file.ts';
import { tarEntriesIn } from './tar-index.ts';

/** The files of a set by their names, whether they lie in a folder or in an archive. */
export interface NamedFiles {
  readonly names: readonly string[];
  /** Rejects where there is no such file. */
  read(name: string): Promise<Uint8Array>;
  /** What to call a file in an error. */
  placeOf(name: string): string;
}

/** Whether a path is called as the archives that CIFAR is published in. */
export function isZippedArchive(path: string): boolean {
  return /\.(tar\.gz|tgz)$/iu.test(path);
}

/** The files of a folder; one file, with those beside it to be read by name; or those of a
 * `.tar.gz`, which is unpacked into memory.
 *
 * @throws {DatasetError} when there is nothing at `path`, or an archive cannot be read. */
export async function filesAt(path: string): Promise<NamedFiles> {
  const found = await lookAt(path);
  if (found === null) throw failed(path, 'missing', `${path}: no such file or folder; check the path.`);
  if (found.isDirectory()) return filesIn(path, (await readFolder(diskTree, path)).files);
  return isZippedArchive(path) ? unpacked(path) : filesIn(dirname(path), [basename(path)]);
}

function filesIn(folder: string, names: readonly string[]): NamedFiles {
  return { names, read: (name) => readFileWhole(join(folder, name)), placeOf: (name) => join(folder, name) };
}

/** Folders inside the archive are not told apart: the published ones hold one. */
async function unpacked(path: string): Promise<NamedFiles> {
  const files = await unpack(path).catch((cause: unknown) => {
    throw failed(path, 'unreadable', `${path} cannot be unpacked: ${reasonOf(cause)}. Download it again.`);
  });
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new RangeError(`${path} holds no ${name}`);
    return bytes;
  };
  return { names: [...files.keys()], read, placeOf: (name) => `${path}#${name}` };
}

async function unpack(path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const archive = await inflateWhole(path);
  return new Map((await tarEntriesIn(archive)).map(({ name, offset, size }) => [basename(name), archive.subarray(offset, offset + size)]));
}

function failed(path: string, kind: 'missing' | 'unreadable', message: string): DatasetError {
  return new DatasetError({ path, faults: [{ kind, path, message }] });
}
