import type { WeightsReference } from './weights-reference.ts';

/** What tells one file of weights from another. */
export type WeightsFile = Pick<WeightsReference, 'fileName' | 'url' | 'sha256Prefix'>;

/** Where fetched files are kept. `Kept` is how one is handed out: a path in Node, a
 * Blob in a browser. */
export interface WeightsCache<Kept = string> {
  /** The folder that a user may put a file into by hand; null where there is none. */
  readonly place: string | null;
  /** A whole file; null when it is not there.
   *
   * @throws {DownloadError} when it is there, and no longer what was fetched. */
  find(file: WeightsFile): Promise<Kept | null>;
  /** A file under way, with what an earlier try left of it. No other process writes to it. */
  open(file: WeightsFile): Promise<PartialFile<Kept>>;
  /** Forgets a whole file. */
  drop(file: WeightsFile): Promise<void>;
}

/** A file that is being fetched, kept aside until it is whole. */
export interface PartialFile<Kept = string> {
  /** In bytes, so far. */
  size(): number;
  /** The version that the bytes so far are of, as the server names it. */
  version(): string | null;
  /** Bytes of the whole file, as the server told when these began; null when it did not. */
  total(): number | null;
  /** Drops what there is, and begins with a version. */
  restart(version: string | null, total?: number | null): Promise<void>;
  append(bytes: Uint8Array): Promise<void>;
  /** The first bytes, 512 at most. */
  head(): Promise<Uint8Array>;
  /** The bytes so far, as they would be handed out. */
  peek(): Promise<Kept>;
  /** Of all bytes so far, in hexadecimal digits. */
  sha256(): Promise<string>;
  /** Puts the file in its place, and hands it out. */
  keep(): Promise<Kept>;
  discard(): Promise<void>;
  /** Ends a try; the bytes so far stay where a version tells what they are of. */
  close(): Promise<void>;
}
