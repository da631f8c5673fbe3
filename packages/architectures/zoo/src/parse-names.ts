import { AttuneError } from '@attune/errors';

import { type Architecture, architectureNames } from './architectures.ts';
import { type AttentionKind, attentionKinds } from './model-spec.ts';

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
export function parseAttention(name: string): AttentionKind {
  if (name === 'cbam') return 'identity';
  if ((attentionKinds as readonly string[]).includes(name)) return name as AttentionKind;
  const [none, ...kinds] = attentionKinds;
  throw new ModelNameError({ kind: 'attention', value: name, choices: [none, 'cbam (the same as identity)', ...kinds] });
}
