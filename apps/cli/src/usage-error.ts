import { AttuneError } from '@attune/errors';

/** Words of the command line that make no sense: one line for the user, exit 2. */
export class UsageError extends AttuneError {
  static override readonly code = 'ATTUNE_USAGE';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
