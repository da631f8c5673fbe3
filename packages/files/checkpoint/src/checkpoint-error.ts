import { AttuneError } from '@attune/errors';

/** What can be wrong with a checkpoint file. */
export type CheckpointFaultKind =
  | 'not-found'
  | 'unreadable'
  | 'unknown-format'
  | 'unsupported'
  | 'truncated'
  | 'malformed'
  | 'too-large'
  | 'refused-object'
  | 'missing-storage'
  | 'missing-file'
  | 'no-tensors'
  | 'overflow';

/** A checkpoint that cannot be read or written. Nothing of it was used. */
export class CheckpointError extends AttuneError {
  static override readonly code = 'ATTUNE_CHECKPOINT';
  readonly kind: CheckpointFaultKind;
  /** Path, address, or what the caller called the bytes. */
  readonly file: string;
  /** The tensors at fault; empty when the fault is the file's as a whole. */
  readonly tensors: readonly string[];

  constructor({ kind, file, message, tensors = [], cause }: CheckpointFault) {
    super(`${file}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'CheckpointError';
    this.kind = kind;
    this.file = file;
    this.tensors = tensors;
  }
}

export interface CheckpointFault {
  readonly kind: CheckpointFaultKind;
  readonly file: string;
  /** The value, the rule and the way out, without the file's name. */
  readonly message: string;
  readonly tensors?: readonly string[];
  readonly cause?: unknown;
}
