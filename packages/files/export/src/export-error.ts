import { AttuneError } from '@attune/errors';

/** A network that cannot be written in the format asked for. */
export class ExportError extends AttuneError {
  static override readonly code = 'ATTUNE_EXPORT';

  constructor(message: string) {
    super(message);
    this.name = 'ExportError';
  }
}
