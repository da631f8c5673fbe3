import { type BrowserFile, filesFromDirectoryHandle, filesFromDrop, scanFiles } from '../../src/browser.ts';

/** What a test sees of a file. */
export interface Listed {
  readonly path: string;
  readonly bytes: number;
  readonly fault?: string;
}

/** What a test sees of a folder: its files, and what a scan says of them. */
export interface Gathered {
  readonly files: readonly Listed[];
  readonly train: readonly string[];
  readonly broken: readonly { readonly path: string; readonly reason: string }[];
}

async function gathered(files: readonly BrowserFile[]): Promise<Gathered> {
  const listed = files.map(({ path, file, fault }) => ({ path, bytes: file.size, ...(fault === undefined ? {} : { fault }) }));
  const { train, broken } = await scanFiles({ files, name: 'root' });
  return { files: listed.sort((a, b) => (a.path < b.path ? -1 : 1)), train: train.map(({ name }) => name), broken };
}

/** Words instead of an error, which a message to the test would lose the fields of. */
async function orFault<T>(work: Promise<T>): Promise<T | { readonly code: unknown; readonly message: string }> {
  return work.catch((fault: Error & { code?: unknown }) => ({ code: fault.code, message: fault.message }));
}

const drops: (() => void)[] = [];
let entries: FileSystemEntry[] = [];
let latest: ReturnType<typeof filesFromDrop> = Promise.resolve([]);

document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  entries = Array.from(event.dataTransfer!.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  latest = filesFromDrop(event.dataTransfer!);
  drops.splice(0).forEach((resolve) => resolve());
});

/** Resolves when something has been dropped. */
export async function drop(): Promise<void> {
  await new Promise<void>((resolve) => drops.push(resolve));
}

/** What the latest drop gave. */
export async function dropped(): Promise<Gathered | { readonly code: unknown; readonly message: string }> {
  return orFault(latest.then(gathered));
}

let children: FileSystemEntry[] = [];

/** Lists the one folder of the latest drop, so that its files can vanish before they
 * are asked for. */
export async function listDropped(): Promise<number> {
  children = await new Promise((resolve, reject) => (entries[0] as FileSystemDirectoryEntry).createReader().readEntries(resolve, reject));
  return children.length;
}

/** What a drop of these very entries gives now. */
export async function droppedAgain(): Promise<Gathered | { readonly code: unknown; readonly message: string }> {
  const items = children.map((entry) => ({ webkitGetAsEntry: () => entry }));
  return orFault(filesFromDrop({ items: items as unknown as DataTransferItemList }).then(gathered));
}

/** Writes files into the site's own file system and lists them by its handle. What is in
 * `vanishing`, a file or a folder, is removed once its folder has named it. */
export async function fromHandle(files: readonly (readonly [path: string, base64: string])[], vanishing: readonly string[]): Promise<unknown> {
  const own = await navigator.storage.getDirectory();
  const root = await own.getDirectoryHandle(`set-${Math.random()}`, { create: true });
  for (const [path, base64] of files) await write(root, path.split('/'), base64);
  return orFault(filesFromDirectoryHandle(withVanishing(root, vanishing)).then(gathered));
}

async function write(folder: FileSystemDirectoryHandle, [name, ...below]: string[], base64: string): Promise<void> {
  if (below.length > 0) return write(await folder.getDirectoryHandle(name!, { create: true }), below, base64);
  const stream = await (await folder.getFileHandle(name!, { create: true })).createWritable();
  await stream.write(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  return stream.close();
}

/** The same folder, whose children are gone once they have been named. */
function withVanishing(folder: FileSystemDirectoryHandle, names: readonly string[]): FileSystemDirectoryHandle {
  const values = async function* () {
    for await (const child of folder.values()) {
      if (names.includes(child.name)) await folder.removeEntry(child.name, { recursive: true });
      yield child.kind === 'directory' ? withVanishing(child as FileSystemDirectoryHandle, names) : child;
    }
  };
  return { kind: 'directory', name: folder.name, values } as unknown as FileSystemDirectoryHandle;
}
