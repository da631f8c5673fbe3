import { AttuneError } from '@attune/errors';

/** Names of classes that are not as many as the network's. */
export class ClassNamesError extends AttuneError {
  static override readonly code = 'ATTUNE_CLASS_NAMES';
  readonly given: number;
  readonly expected: number;

  constructor({ given, expected }: { readonly given: number; readonly expected: number }) {
    super(`The network tells ${expected} classes apart and ${given} names were given: give one name per class, in the order of training.`);
    this.name = 'ClassNamesError';
    this.given = given;
    this.expected = expected;
  }
}
