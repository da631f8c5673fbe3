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
      `${path} cannot be written: ${words[reason] ?? cause.message} (${reason}). What was saved before is untouched: make room or check the folder's permissions, then give the command again (a training goes on with attune finetune --resume).`,
      { cause },
    );
    this.name = 'FileWriteError';
    this.path = path;
    this.reason = reason;
  }
}

/** Whether the system says that there is no room. */
export function isDiskFull(code: string | undefined): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'files may not be that large here',
  EROFS: 'the disk may only be read',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
};

export interface WriteFileOptions {
  /** Whether no other process writes to the folder: what a killed one left aside is overwritten.
   * Default: false. */
  readonly isOwnFolder?: boolean;
  /** Looks at what was written before it takes the old file's place; when it throws, the old one
   * stays. */
  readonly check?: ((aside: string) => Promise<void>) | undefined;
}

/** Writes a file, from text or from pieces, so that a reader sees the old one or the whole new one,
 * whenever the power goes: aside, flushed, then renamed. Of two processes that write one file the
 * last one's is there, whole.
 *
 * @throws {FileWriteError} when the disk does not take it; nothing is left aside. */
export async function writeFileSafely(
  path: string,
  contents: string | Iterable<Uint8Array>,
  { isOwnFolder = false, check }: WriteFileOptions = {},
): Promise<void> {
  const aside = isOwnFolder ? `${path}.partial` : asideOf(path);
  await removing([aside], async () => {
    await saying(path, () => writeAside(aside, contents));
    await check?.(aside);
    await saying(path, () => rename(aside, path));
  });
}

/** Writes files of which the last one describes the others: a reader sees the old ones, or the new
 * ones, or no last one, never one beside others that it does not describe.
 *
 * @param check looks at what was written, in the order of the files, before it takes the place of
 * the old ones; when it throws, these stay.
 * @throws {FileWriteError} when the disk does not take them; the old ones are untouched. */
export async function writeFilesSafely(
  files: readonly (readonly [path: string, contents: string | Iterable<Uint8Array>])[],
  check: (asides: readonly string[]) => Promise<void> = async () => {},
): Promise<void> {
  const last = files.at(-1)![0];
  const places = files.map(([path, contents]) => ({ path, contents, aside: asideOf(path) }));
  await removing(
    places.map(({ aside }) => aside),
    async () => {
      for (const { path, contents, aside } of places) await saying(path, () => writeAside(aside, contents));
      await check(places.map(({ aside }) => aside));
      await rm(last, { force: true });
      for (const { path, aside } of places) await saying(path, () => rename(aside, path));
    },
  );
}

/** Where this process writes a file before it is renamed. */
export function asideOf(path: string): string {
  return `${path}.${process.pid}.partial`;
}

async function removing(asides: readonly string[], write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    for (const aside of asides) await rm(aside, { force: true }).catch(() => {});
    throw error;
  }
}

/** The system's errors as one of ours. */
async function saying(path: string, act: () => Promise<void>): Promise<void> {
  await act().catch((cause: unknown) => {
    throw new FileWriteError(path, cause as NodeJS.ErrnoException);
  });
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
