import type { CheckpointSource } from '@attune/checkpoint';

/** A folder of files, wherever it lies: a disk, a browser's private files, memory. Paths are
 * relative, with `/` between names. */
export interface FileStore {
  /** All bytes, or null when there is no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** What reads parts of a file that is there, so that large ones are not read whole. */
  source(path: string): Promise<CheckpointSource>;
  /** Makes the folders on the way. A reader sees the old file or the whole new one,
   * whenever the power goes. */
  writeSafely(path: string, parts: Iterable<Uint8Array>): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Paths of all files below a folder, the empty path for all, in order. */
  list(folder: string): Promise<readonly string[]>;
}

/** A folder that is only read. */
export type ReadableFiles = Pick<FileStore, 'read' | 'source' | 'list'>;

/** Files in memory, for tests and for pages that have nowhere else to put them. */
export function memoryFiles(): FileStore {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const read = async (path: string) => files.get(path) ?? null;
  return {
    read,
    source: async (path) => (await read(path)) ?? missing(path),
    writeSafely: async (path, parts) => void files.set(path, joined([...parts])),
    remove: async (path) => void files.delete(path),
    list: async (folder) => [...files.keys()].filter((path) => folder === '' || path.startsWith(`${folder}/`)).toSorted(),
  };
}

function missing(path: string): never {
  throw new Error(`There is no file ${path}.`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.byteLength;
  }
  return whole;
}

/** A folder of a store as a store of its own. */
export function filesBelow(files: FileStore, folder: string): FileStore {
  const at = (path: string) => `${folder}/${path}`;
  return {
    read: (path) => files.read(at(path)),
    source: (path) => files.source(at(path)),
    writeSafely: (path, parts) => files.writeSafely(at(path), parts),
    remove: (path) => files.remove(at(path)),
    list: async (below) => (await files.list(below === '' ? folder : at(below))).map((path) => path.slice(folder.length + 1)),
  };
}

/** Writes text as UTF-8. */
export async function writeText(files: FileStore, path: string, text: string): Promise<void> {
  await files.writeSafely(path, [new TextEncoder().encode(text)]);
}

/** Text of a file, or null when there is none. */
export async function readText(files: Pick<FileStore, 'read'>, path: string): Promise<string | null> {
  const bytes = await files.read(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
