import { type FileStore, memoryFiles } from '@attune/run';

import { StorageFullError } from '../errors/storage-full-error.ts';

/** The browser's private files for this page; memory where it gives none (a private
 * window, a page without https). */
export async function openPrivateFiles(): Promise<FileStore> {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  return root === undefined || root === null ? memoryFiles() : privateFiles(root);
}

/** A folder of the origin private file system. Other names for a file or folder than
 * the browser's own are not needed. */
export function privateFiles(root: FileSystemDirectoryHandle): FileStore {
  return {
    async read(path) {
      const file = await fileAt(root, path);
      return file === null ? null : new Uint8Array(await file.arrayBuffer());
    },
    async source(path) {
      const file = await fileAt(root, path);
      if (file === null) throw new Error(`There is no file ${path}.`);
      return file;
    },
    writeSafely: (path, parts) => write(root, path, parts),
    async remove(path) {
      const folder = await folderOf(root, path, false);
      await folder?.removeEntry(nameOf(path)).catch(ignoreAbsent);
    },
    async list(below) {
      const folder = below === '' ? root : await folderOf(root, `${below}/`, false);
      return folder === null ? [] : (await filesIn(folder, below === '' ? '' : `${below}/`)).toSorted();
    },
  };
}

/** The browser writes a copy aside and puts it in place when it is closed. */
async function write(root: FileSystemDirectoryHandle, path: string, parts: Iterable<Uint8Array>): Promise<void> {
  let file: FileSystemWritableFileStream | null = null;
  try {
    const folder = await folderOf(root, path, true);
    const handle = await folder!.getFileHandle(nameOf(path), { create: true });
    file = await handle.createWritable();
    for (const part of parts) await file.write(part as Uint8Array<ArrayBuffer>);
    await file.close();
  } catch (error) {
    await file?.abort().catch(() => {});
    throw isFull(error) ? new StorageFullError(path, error) : error;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

async function fileAt(root: FileSystemDirectoryHandle, path: string): Promise<File | null> {
  const folder = await folderOf(root, path, false);
  const handle = await folder?.getFileHandle(nameOf(path)).catch(ignoreAbsent);
  return (await handle?.getFile()) ?? null;
}

/** The folder that a path lies in; null when it is not there. */
async function folderOf(root: FileSystemDirectoryHandle, path: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  let folder: FileSystemDirectoryHandle | null = root;
  for (const name of path.split('/').slice(0, -1)) folder = (await folder?.getDirectoryHandle(name, { create }).catch(ignoreAbsent)) ?? null;
  return folder;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function filesIn(folder: FileSystemDirectoryHandle, before: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === 'directory') paths.push(...(await filesIn(handle as FileSystemDirectoryHandle, `${before}${name}/`)));
    else paths.push(before + name);
  }
  return paths;
}

function ignoreAbsent(error: unknown): null {
  if (error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError')) return null;
  throw error;
}
