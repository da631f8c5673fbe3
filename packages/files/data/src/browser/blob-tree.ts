import { bytesDigest } from '../batches/bytes-mark.ts';
import { decodedSource } from '../batches/decoded-source.ts';
import { type FileHeader, readHeaderByParts } from '../pixels/file-header.ts';
import { keptSource } from '../batches/kept-source.ts';
import type { FileTree } from '../tree/file-tree.ts';
import type { BrowserFile } from './browser-file.ts';
import { decodeBlob } from './decode-image-file.ts';

/** The folders that the paths of some files describe, below `root`. */
export function blobTree(files: readonly BrowserFile[], root: string): FileTree {
  const placed = new Map(files.map((file) => [[root, ...partsOf(file.path)].join('/'), file]));
  const folders = foldersOf(placed.keys(), root);
  const blobAt = (path: string): Blob => {
    const found = placed.get(path);
    if (found === undefined) throw new RangeError(`There is no file ${path}.`);
    if (found.fault !== undefined) throw new RangeError(`it cannot be read (${found.fault})`);
    return found.file;
  };
  const decodeIn = (path: string) => async (_: FileHeader, channels?: number) => decodeBlob(path, blobAt(path), channels);
  const bytesAt = async (path: string) => new Uint8Array(await blobAt(path).arrayBuffer());
  const digest = (path: string) => async () => bytesDigest(await bytesAt(path));
  return {
    join: (folder, name) => `${folder}/${name}`,
    nameBelow: (from, path) => path.slice(from.length + 1),
    realPath: async (path) => path,
    kindOf: async (path) => (folders.has(path) ? 'folder' : placed.has(path) ? 'file' : null),
    holds: (folder, path) => path === folder || path.startsWith(`${folder}/`),
    entries: async (path) => Array.from(folders.get(path) ?? [], ([name, isFolder]) => ({ name, kind: isFolder ? 'folder' : 'file', isLink: false })),
    readable: (path) => ({
      path,
      readHeader: async () => readBlobHeader(blobAt(path)),
      decode: decodeIn(path),
      digest: digest(path),
      encoded: () => bytesAt(path),
    }),
    source: (images, memory, channels) => {
      const decode = (path: string) => async () => decodeBlob(path, blobAt(path), channels);
      return keptSource(decodedSource(images.map((image) => ({ ...image, decode: decode(image.path), digest: digest(image.path) }))), memory);
    },
  };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** The names in each folder, and whether each is a folder. */
function foldersOf(paths: Iterable<string>, root: string): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const folders = new Map<string, Map<string, boolean>>([[root, new Map()]]);
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'), isFolder = false, child = path; end >= root.length; end = child.lastIndexOf('/'), isFolder = true) {
      const folder = child.slice(0, end);
      const known = folders.get(folder) ?? new Map<string, boolean>();
      folders.set(folder, known.set(child.slice(end + 1), isFolder));
      child = folder;
    }
  }
  return folders;
}

function readBlobHeader(blob: Blob): Promise<FileHeader> {
  const read = async (position: number, length: number) => new Uint8Array(await blob.slice(position, position + length).arrayBuffer());
  return readHeaderByParts({ size: blob.size, read });
}
