/** A file to keep in a store. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Objects by key, such as `objects/SHA256`. */
export interface DataStore {
  /** As the user wrote it, without a password. */
  readonly address: string;
  /** The largest object that it takes, in bytes. */
  readonly mostBytes: number;
  /** Bytes of an object; null where it is not there. */
  size(key: string): Promise<number | null>;
  /** An object from some byte on; `start` is 0 of a store that always sends all.
   *
   * @throws {StoreError} when it is not there, or the store refuses. */
  read(key: string, from: number): Promise<{ readonly start: number; readonly bytes: AsyncIterable<Uint8Array> }>;
  write(key: string, file: StoredFile): Promise<void>;
}
