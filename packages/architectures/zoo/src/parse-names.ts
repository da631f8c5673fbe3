import { type CbamVariant, cbamVariants } from '@attune/cbam';
import { AttuneError } from '@attune/errors';

import { type Architecture, architectureNames } from './architectures.ts';

/** A name that no architecture or attention has. */
export class ModelNameError extends AttuneError {
  static override readonly code = 'ATTUNE_MODEL_NAME';
  /** What was to be named: `architecture` or `attention`. */
  readonly kind: string;
  readonly value: string;
  readonly choices: readonly string[];

  constructor({ kind, value, choices }: { readonly kind: string; readonly value: string; readonly choices: readonly string[] }) {
    super(`There is no ${kind} "${value}": choose one of ${choices.join(', ')}.`);
    this.name = 'ModelNameError';
    this.kind = kind;
    this.value = value;
    this.choices = choices;
  }
}

/** @throws {ModelNameError} when there is no such architecture. */
export function parseArchitecture(name: string): Architecture {
  if ((architectureNames as readonly string[]).includes(name)) return name as Architecture;
  throw new ModelNameError({ kind: 'architecture', value: name, choices: architectureNames });
}

/** `cbam` stands for the variant that may be put into a trained network.
 *
 * @throws {ModelNameError} when it is no attention. */
export function parseAttention(name: string): CbamVariant | 'none' {
  if (name === 'cbam') return 'identity';
  if (name === 'none' || (cbamVariants as readonly string[]).includes(name)) return name as CbamVariant | 'none';
  throw new ModelNameError({ kind: 'attention', value: name, choices: ['none', 'cbam (the same as identity)', ...cbamVariants] });
}
