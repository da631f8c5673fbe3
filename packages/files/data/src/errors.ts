import { AttuneError } from '@attune/errors';

/** Why a file of a folder is not an image of a class, for whoever says it in other words:
 * `hidden` or a system's own; `outside` any class folder; `extension`, `gif`, `heic` by its name;
 * `cut-short`, `too-large`, or `unreadable` by what it holds. */
export type FileReasonKind = 'hidden' | 'outside' | 'extension' | 'gif' | 'heic' | 'cut-short' | 'too-large' | 'unreadable';

/** Where a dataset or an image came from, and what is wrong with it. */
export interface FileReason {
  readonly path: string;
  readonly reason: string;
  /** Of files of a folder; left out where nothing tells. */
  readonly kind?: FileReasonKind;
}

/** What can be wrong with a dataset as a whole. */
export type DatasetFaultKind =
  | 'missing'
  | 'unreadable'
  | 'no-classes'
  | 'one-class'
  | 'empty-class'
  | 'same-folders'
  | 'unknown-class'
  | 'no-training-folder'
  | 'no-part'
  | 'no-images'
  | 'too-few-images'
  | 'wrong-size'
  | 'wrong-label'
  | 'broken-image';

export interface DatasetFault {
  readonly kind: DatasetFaultKind;
  /** The folder or file it was found in. */
  readonly path: string;
  /** One line that stands alone: the place, the value, the rule and the way out. */
  readonly message: string;
}

/** A dataset that cannot be opened: every fault at once, one line each. */
export class DatasetError extends AttuneError {
  static override readonly code = 'ATTUNE_DATASET';
  readonly path: string;
  readonly faults: readonly DatasetFault[];

  constructor({ path, faults }: Pick<DatasetError, 'path' | 'faults'>) {
    super(faults.map(({ message }) => message).join('\n'));
    this.name = 'DatasetError';
    this.path = path;
    this.faults = faults;
  }
}

/** An image that cannot be decoded. */
export class ImageError extends AttuneError {
  static override readonly code = 'ATTUNE_IMAGE';
  /** The file, or `null` when it was given as bytes. */
  readonly path: string | null;
  readonly reason: string;

  constructor({ path, reason, cause }: Pick<ImageError, 'path' | 'reason'> & { readonly cause?: unknown }) {
    super(`${path ?? 'The image'} cannot be decoded: ${reason}. Replace or remove it, or let the loader skip broken images (skipBroken).`, { cause });
    this.name = 'ImageError';
    this.path = path;
    this.reason = reason;
  }
}

/** Node needs a package to decode most images that is installed beside this one. */
export class MissingDecoderError extends AttuneError {
  static override readonly code = 'ATTUNE_MISSING_DECODER';

  constructor(cause: unknown) {
    const reason = String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
    super(`Images are decoded by sharp in Node, which does not load here (${reason}). Install it: npm install sharp`, { cause });
    this.name = 'MissingDecoderError';
  }
}

/** Options that make no sense: every one of them at once. */
export class DataOptionError extends AttuneError {
  static override readonly code = 'ATTUNE_DATA_OPTION';
  readonly faults: readonly { readonly option: string; readonly value: unknown; readonly rule: string }[];

  constructor({ faults }: Pick<DataOptionError, 'faults'>) {
    super(faults.map(({ option, value, rule }) => `${option} is ${JSON.stringify(value)}, and must be ${rule}.`).join(' '));
    this.name = 'DataOptionError';
    this.faults = faults;
  }
}

/** Collects the broken rules, and throws them together. */
export function requireOptions(rules: readonly { readonly option: string; readonly value: unknown; readonly rule: string; readonly holds: boolean }[]): void {
  const faults = rules.filter(({ holds }) => !holds).map(({ option, value, rule }) => ({ option, value, rule }));
  if (faults.length > 0) throw new DataOptionError({ faults });
}

/** What the file system means by its codes, and what can be done. */
const systemReasons: Readonly<Record<string, readonly [reason: string, wayOut: string]>> = {
  EACCES: ['permission denied', 'Let this user read it, or give another path.'],
  EPERM: ['permission denied', 'Let this user read it, or give another path.'],
  ENOENT: ['no such file or folder', 'Check the path.'],
  ENOTDIR: ['a part of its path is a file, not a folder', 'Check the path.'],
  EISDIR: ['it is a folder, not a file', 'Check the path.'],
  ENAMETOOLONG: ['its path is longer than the file system allows', 'Check the path.'],
  ELOOP: ['its links lead in a circle', 'Give the folder that they stand for.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), or close other programs.'],
  ENFILE: ['too many files are open', 'Raise the limit (ulimit -n), or close other programs.'],
  EIO: ['the disk cannot read it', 'Copy it from where it is whole.'],
};

/** The first line of what a decoder says, or what the file system means by its code. */
export function reasonOf(cause: unknown): string {
  const known = systemReasons[codeOf(cause)];
  if (known !== undefined) return `${known[0]} (${codeOf(cause)})`;
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return line.trim();
}

/** What can be done about what the file system says. */
export function wayOutOf(cause: unknown): string {
  const known = systemReasons[codeOf(cause)]?.[1];
  return known ?? (cause instanceof RangeError ? '' : 'Check that it is whole and may be read.');
}

/** A path that cannot be read, in words. */
export function unreadablePath(path: string, cause: unknown): DatasetError {
  const kind = codeOf(cause) === 'ENOENT' ? 'missing' : 'unreadable';
  return new DatasetError({ path, faults: [{ kind, path, message: `${path} cannot be read: ${reasonOf(cause)}. ${wayOutOf(cause)}`.trim() }] });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
