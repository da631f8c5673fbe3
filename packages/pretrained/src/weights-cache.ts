/** Where fetched files are kept. */
export interface WeightsCache {
  /** What a user must know to put a file there by hand: a folder. */
  readonly place: string;
  /** Where a whole file is; null when it is not there. */
  find(fileName: string): Promise<string | null>;
  /** A file under way, with what an earlier try left of it. */
  open(fileName: string): Promise<PartialFile>;
}

/** A file that is being fetched, kept aside until it is whole. */
export interface PartialFile {
  /** In bytes, so far. */
  size(): number;
  /** The version that the bytes so far are of, as the server names it. */
  version(): string | null;
  /** Drops what there is, and begins with a version. */
  restart(version: string | null): Promise<void>;
  append(bytes: Uint8Array): Promise<void>;
  /** Of all bytes so far, in hexadecimal digits. */
  sha256(): Promise<string>;
  /** Puts the file in its place, and tells it. */
  keep(): Promise<string>;
  discard(): Promise<void>;
  /** Ends a try; the bytes so far stay. */
  close(): Promise<void>;
}
