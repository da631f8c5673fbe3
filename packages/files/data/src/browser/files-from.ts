import { DatasetError, reasonOf } from '../errors.ts';
import type { BrowserFile } from './browser-file.ts';

/** The files of `<input type="file" webkitdirectory>`, below the folder that was picked. */
export function filesFromFileList(list: Iterable<File>): BrowserFile[] {
  return Array.from(list, (file) => ({ path: belowFirst(file.webkitRelativePath) || file.name, file }));
}

function belowFirst(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** The files below a folder that `showDirectoryPicker` gave. A file that is gone, or may not be
 * read, is listed with its `fault`.
 *
 * @throws {DatasetError} when a folder cannot be listed. */
export async function filesFromDirectoryHandle(handle: FileSystemDirectoryHandle, below = ''): Promise<BrowserFile[]> {
  const files: BrowserFile[] = [];
  for (const child of await listed(below || handle.name, () => childrenOfHandle(handle))) {
    const path = below + child.name;
    if (isDirectory(child)) files.push(...(await filesFromDirectoryHandle(child, `${path}/`)));
    else files.push(await handedOver(path, () => (child as FileSystemFileHandle).getFile()));
  }
  return files;
}

async function childrenOfHandle(handle: FileSystemDirectoryHandle): Promise<FileSystemHandle[]> {
  const children: FileSystemHandle[] = [];
  for await (const child of handle.values()) children.push(child);
  return children;
}

function isDirectory(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}

/** The files of a drop. One folder is the dataset itself; several are its classes. Call it while
 * the event is handled: browsers empty the transfer afterwards.
 * A file that is gone, or may not be read, is listed with its `fault`.
 *
 * @throws {DatasetError} when a folder cannot be listed. */
export async function filesFromDrop(transfer: Pick<DataTransfer, 'items'>): Promise<BrowserFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [only, second] = entries;
  const roots = only !== undefined && second === undefined && isFolder(only) ? await childrenOf(only) : entries;
  const files: BrowserFile[] = [];
  for (const root of roots) files.push(...(await filesOf(root, '')));
  return files;
}

async function filesOf(entry: FileSystemEntry, below: string): Promise<BrowserFile[]> {
  const path = below + entry.name;
  if (!isFolder(entry)) return [await handedOver(path, () => fileOf(entry as FileSystemFileEntry))];
  const files: BrowserFile[] = [];
  for (const child of await childrenOf(entry)) files.push(...(await filesOf(child, `${path}/`)));
  return files;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  return listed(folder.fullPath, () => allEntries(folder.createReader()));
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function allEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** The file, or its fault in its place: one that is missing must not look like one that
 * never was. */
async function handedOver(path: string, hand: () => Promise<File>): Promise<BrowserFile> {
  try {
    return { path, file: await hand() };
  } catch (cause) {
    return { path, file: new Blob(), fault: reasonOf(cause) };
  }
}

/** What a folder holds. Nobody knows what is missing of one that cannot be listed, so
 * there is no going on without it. */
async function listed<Child>(path: string, list: () => Promise<Child[]>): Promise<Child[]> {
  try {
    return await list();
  } catch (cause) {
    const message = `The folder ${path} cannot be listed: ${reasonOf(cause)} See that it is still there and may be read, and give it again.`;
    throw new DatasetError({ path, faults: [{ kind: 'unreadable', path, message }] });
  }
}
