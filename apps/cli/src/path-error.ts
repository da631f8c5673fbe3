import { AttuneError } from '@attune/errors';

/** What the system says of a path that the user gave, in words. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of it is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'a file is there already',
  EACCES: 'you have no right to it',
  EPERM: 'you have no right to it',
  EROFS: 'the disk may only be read',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  ENXIO: 'it is not a file',
  ENODEV: 'it is not a file',
  EINVAL: 'it is not a valid file name here',
  EBUSY: 'another program holds it',
};

/** A path of the command line at which nothing can be read or written. */
export class PathError extends AttuneError {
  static override readonly code = 'ATTUNE_PATH';
  readonly path: string;
  /** The system's code, such as ENOTDIR. */
  readonly reason: string;

  /** `given` is what the message begins with: the flag and the path as the user wrote it. */
  constructor({
    path,
    given = path,
    reason,
    cause,
  }: {
    readonly path: string;
    readonly given?: string | undefined;
    readonly reason: string;
    readonly cause: unknown;
  }) {
    super(`${given}: ${words[reason] ?? 'it cannot be used'} (${reason}). Give another path, or see to this one.`, { cause });
    this.name = 'PathError';
    this.path = path;
    this.reason = reason;
  }
}

/** The system's refusal of a path as an error of ours; any other error as it is.
 *
 * @param asked the path, where the system does not tell it, and how the user wrote it. */
export function withPathError(error: unknown, asked: { readonly path?: string; readonly given?: string } = {}): unknown {
  if (!(error instanceof Error)) return error;
  const { code, path = asked.path } = error as NodeJS.ErrnoException;
  if (code === undefined || path === undefined || !Object.hasOwn(words, code)) return error;
  return new PathError({ path, reason: code, cause: error, given: asked.given });
}
