/** Words of the command line that make no sense: one line for the user, exit 2. */
export class UsageError extends Error {
  readonly code = 'ATTUNE_USAGE';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
