import { CheckpointError } from '../checkpoint-error.ts';
import { type ByteSource, type OpenSource, blobSource, bytesSource } from './byte-source.ts';
import { type NamedBlob, fileListSource } from './file-list-source.ts';
import { fileSource, fileSystem } from './file-source.ts';
import { httpSource } from './http-source.ts';

/** Where a checkpoint may come from: a path (Node) or address, a URL, bytes, a browser's File,
 * several of them (an index and the files that it names), or anything that reads ranges. */
export type CheckpointSource = string | URL | Uint8Array | ArrayBuffer | Blob | readonly NamedBlob[] | ByteSource;

export async function openSource(source: CheckpointSource, name?: string): Promise<OpenSource> {
  if (typeof source === 'string') return openName(source);
  if (source instanceof URL) return openAddress(source);
  if (source instanceof Uint8Array) return bytesSource(source, name);
  if (source instanceof ArrayBuffer) return bytesSource(new Uint8Array(source), name);
  if (source instanceof Blob) return blobSource(source, name);
  return 'read' in source ? named(source, name ?? source.name ?? 'the source') : fileListSource(source);
}

function named(source: ByteSource, name: string): OpenSource {
  const open = { name, size: source.size, read: (...range: Parameters<ByteSource['read']>) => source.read(...range) };
  if (source.sibling === undefined) return open;
  return { ...open, sibling: async (fileName) => named(await source.sibling!(fileName), fileName) };
}

async function openName(name: string): Promise<OpenSource> {
  if (/^(https?|file|blob|data):/i.test(name)) return openAddress(toAddress(name));
  const fs = fileSystem();
  return fs === undefined ? httpSource(toAddress(name, globalThis.location?.href)) : fileSource(name, fs);
}

function toAddress(name: string, base?: string): URL {
  if (URL.canParse(name, base)) return new URL(name, base);
  throw new CheckpointError({ kind: 'unreadable', file: name, message: 'this is not an address. Check how it is spelled.' });
}

async function openAddress(address: URL): Promise<OpenSource> {
  if (address.protocol !== 'file:') return httpSource(address);
  const fs = fileSystem();
  if (fs === undefined)
    throw new CheckpointError({
      kind: 'unreadable',
      file: address.href,
      message: 'a browser reads no file: addresses. Let the user choose the file, and pass the File.',
    });
  return fileSource(toPath(address), fs);
}

function toPath(address: URL): string {
  try {
    return globalThis.process.getBuiltinModule('node:url').fileURLToPath(address);
  } catch (cause) {
    throw new CheckpointError({ kind: 'unreadable', file: address.href, message: 'this address is not a path on this machine. Give the path.', cause });
  }
}
