import { AttuneError } from '@attune/errors';

/** Logits or features that are not finite: the weights or the image hold NaN or infinity. */
export class NonFiniteOutputError extends AttuneError {
  static override readonly code = 'ATTUNE_NON_FINITE_OUTPUT';
  static override readonly origin = 'work';
  /** Position in the batch. */
  readonly image: number;

  constructor({ architecture, what, image }: { readonly architecture: string; readonly what: 'logits' | 'features'; readonly image: number }) {
    super(
      `The ${what} of ${architecture} are not finite for image ${image}: its weights or the image's values hold NaN or infinity. Check the weights with attune inspect.`,
    );
    this.name = 'NonFiniteOutputError';
    this.image = image;
  }
}

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
