import { AttuneError } from '@attune/errors';

/** The browser has no room for a file. What it held before is still there. */
export class StorageFullError extends AttuneError {
  static override readonly code = 'ATTUNE_PROJECT_STORAGE_FULL';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be kept: the browser's storage for this page is full. Save the project to a file, then remove runs or photos.`, { cause });
    this.name = 'StorageFullError';
    this.path = path;
  }
}
