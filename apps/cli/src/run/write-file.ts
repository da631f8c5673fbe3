import { open, rename, rm } from 'node:fs/promises';
import { AttuneError } from '@attune/errors';

/** A file that the disk did not take. What it held before is still there. */
export class FileWriteError extends AttuneError {
  static override readonly code = 'ATTUNE_FILE_WRITE';
  static override readonly origin = 'work';
  readonly path: string;
  /** The system's code, such as ENOSPC. */
  readonly reason: string;

  constructor(path: string, cause: NodeJS.ErrnoException) {
    const reason = cause.code ?? cause.message;
    super(
      `${path} cannot be written: ${words[reason] ?? cause.message} (${reason}). What was saved before is untouched: make room or check the folder's permissions, then resume with attune finetune --resume, or try again.`,
      { cause },
    );
    this.name = 'FileWriteError';
    this.path = path;
    this.reason = reason;
  }
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'files may not be that large here',
  EROFS: 'the disk may only be read',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
};

/** Writes a file, from text or from pieces, so that a reader sees the old one or the whole new one,
 * whenever the power goes: aside, flushed, then renamed.
 *
 * @throws {FileWriteError} when the disk does not take it; nothing is left aside. */
export async function writeFileSafely(path: string, contents: string | Iterable<Uint8Array>, { check }: WriteFileOptions = {}): Promise<void> {
  const aside = `${path}.partial`;
  const fail = (cause: unknown): never => {
    throw new FileWriteError(path, cause as NodeJS.ErrnoException);
  };
  try {
    await writeAside(aside, contents).catch(fail);
    await check?.(aside);
    await rename(aside, path).catch(fail);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw error;
  }
}

export interface WriteFileOptions {
  /** Looks at what was written before it takes the old file's place; when it throws, the old one
   * stays. */
  readonly check?: ((aside: string) => Promise<void>) | undefined;
}

async function writeAside(aside: string, contents: string | Iterable<Uint8Array>): Promise<void> {
  const file = await open(aside, 'w');
  try {
    if (typeof contents === 'string') await file.writeFile(contents);
    else for (const part of contents) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}
