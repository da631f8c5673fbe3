import { AttuneError } from '@attune/errors';

/** Weights that the browser has no room to keep. How much room there is it does not say: Chromium's
 * own estimate is a round number that hides it. */
export class StorageFullError extends AttuneError {
  static override readonly code = 'ATTUNE_STORAGE_FULL';
  readonly fileName: string;
  readonly neededBytes: number;

  constructor({ fileName, neededBytes, cause }: { readonly fileName: string; readonly neededBytes: number; readonly cause: unknown }) {
    const size = `${(neededBytes / 2 ** 20).toFixed(1)} MB`;
    super(
      `${fileName} (${size}) cannot be kept for the next time: the browser's storage for this site is full. Clear this site's data or free space on the disk; without it the file is fetched again.`,
      { cause },
    );
    this.name = 'StorageFullError';
    this.fileName = fileName;
    this.neededBytes = neededBytes;
  }
}
