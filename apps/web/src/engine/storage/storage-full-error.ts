/** The browser has no room for a file. What it held before is still there. */
export class StorageFullError extends Error {
  readonly code = 'ATTUNE_STORAGE_FULL';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be kept: the browser's storage for this page is full. Save the project to a file, then remove runs or photos.`, { cause });
    this.name = 'StorageFullError';
    this.path = path;
  }
}
