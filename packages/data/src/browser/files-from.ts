import type { BrowserFile } from './browser-file.ts';

/** The files of `<input type="file" webkitdirectory>`, below the folder that was picked. */
export function filesFromFileList(list: Iterable<File>): BrowserFile[] {
  return Array.from(list, (file) => ({ path: belowFirst(file.webkitRelativePath) || file.name, file }));
}

function belowFirst(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** The files below a folder that `showDirectoryPicker` gave. */
export async function filesFromDirectoryHandle(handle: FileSystemDirectoryHandle, below = ''): Promise<BrowserFile[]> {
  const files: BrowserFile[] = [];
  for await (const [name, child] of handle.entries()) {
    const path = below + name;
    if (isDirectory(child)) files.push(...(await filesFromDirectoryHandle(child, `${path}/`)));
    else files.push({ path, file: await child.getFile() });
  }
  return files;
}

function isDirectory(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}

/** The files of a drop. One folder is the dataset itself; several are its classes. Call it while the event is handled: browsers empty the transfer afterwards. */
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
  if (!isFolder(entry)) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }];
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

/** A reader gives a hundred entries at a time, and none at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}
