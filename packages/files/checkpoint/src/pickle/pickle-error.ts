/** A pickle that cannot be read; its reader turns this into a CheckpointError with the
 * file's name. */
export class PickleError extends Error {
  readonly kind: 'truncated' | 'malformed' | 'too-large' | 'unsupported';

  constructor(kind: PickleError['kind'], message: string) {
    super(message);
    this.name = 'PickleError';
    this.kind = kind;
  }
}
