/** In the registry of the realm, so that every installed copy of this package has the same. */
const marker = Symbol.for('attune.error');

/**
 * Where an error comes from: `input` when what the caller gave is at fault and would fail again,
 * `work` when the input made sense and the work on it failed (a disk, a connection, a loss that is
 * not finite).
 */
export type ErrorOrigin = 'input' | 'work';

/**
 * What all errors of Attune have in common. A class sets its static `code`, its `name` and its
 * fields:
 *
 * ```ts
 * export class LayerError extends AttuneError {
 *   static override readonly code = 'ATTUNE_LAYER';
 *
 *   constructor(readonly layer: string) {
 *     super(`There is no layer "${layer}".`);
 *     this.name = 'LayerError';
 *   }
 * }
 * ```
 */
export abstract class AttuneError extends Error {
  /** Of the class; undefined here, where it stands for all of them. */
  static readonly code: string | undefined = undefined;
  static readonly origin: ErrorOrigin = 'input';

  /** Unique to its class and the same in every version: `ATTUNE_LAYER`. */
  readonly code: string;
  readonly origin: ErrorOrigin;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = new.target.code!;
    this.origin = new.target.origin;
  }

  /**
   * Whether an error is of this class, also when it was made by another installed copy of the
   * package, where `instanceof` says no. `AttuneError.isInstance` asks whether it is any of ours.
   */
  static isInstance<E extends AttuneError>(this: { readonly code: string | undefined; readonly prototype: E }, error: unknown): error is E {
    return isOurs(error) && (this.code === undefined || error[marker].includes(this.code));
  }

  /** What `isInstance` knows our errors by: the codes of their class and of those that
   * it extends. */
  get [marker](): readonly string[] {
    return codesOf(this.constructor);
  }
}

function codesOf(errorClass: object): string[] {
  if (errorClass === AttuneError) return [];
  const own = Object.hasOwn(errorClass, 'code') ? [String((errorClass as typeof AttuneError).code)] : [];
  return [...own, ...codesOf(Object.getPrototypeOf(errorClass) as object)];
}

function isOurs(error: unknown): error is AttuneError {
  return error instanceof Error && marker in error;
}
