import { AttuneError } from '@attune/errors';

import { type Architecture, architectureNames } from './architectures.ts';
import { type AttentionKind, attentionKinds, attentions } from './attentions.ts';

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

/** A kind, such as `cbam`, stands for its variant that may be put into a trained network.
 *
 * @throws {ModelNameError} when it is not attention. */
export function parseAttention(name: string): AttentionKind {
  const wanted = attentions.find(({ kind }) => kind === name)?.identity ?? name;
  if ((attentionKinds as readonly string[]).includes(wanted)) return wanted as AttentionKind;
  throw new ModelNameError({ kind: 'attention', value: name, choices: attentionChoices() });
}

function attentionChoices(): string[] {
  const named = attentions.filter(({ kind, identity }) => kind !== identity);
  return ['none', ...named.map(({ kind, identity }) => `${kind} (the same as ${identity})`), ...attentionKinds.slice(1)];
}
