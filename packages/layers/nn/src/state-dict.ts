import { AttuneError, refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { type AnyModule, stateDict } from './module.ts';

/** A state that does not fit a module: every fault at once, nothing loaded. */
export class StateDictError extends AttuneError {
  static override readonly code = 'ATTUNE_STATE_DICT';
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly { readonly name: string; readonly expected: readonly number[]; readonly actual: readonly number[] }[];

  constructor(faults: Pick<StateDictError, 'missing' | 'unexpected' | 'misshapen'>) {
    super(describe(faults));
    this.name = 'StateDictError';
    this.missing = faults.missing;
    this.unexpected = faults.unexpected;
    this.misshapen = faults.misshapen;
  }
}

function describe({ missing, unexpected, misshapen }: Pick<StateDictError, 'missing' | 'unexpected' | 'misshapen'>): string {
  const parts: string[] = [];
  if (missing.length > 0) parts.push(`${missing.length} missing (${missing.join(', ')})`);
  if (unexpected.length > 0) parts.push(`${unexpected.length} unexpected (${unexpected.join(', ')})`);
  if (misshapen.length > 0) {
    const list = misshapen.map(({ name, expected, actual }) => `${name} is [${actual.join(', ')}], the model has [${expected.join(', ')}]`);
    parts.push(`${misshapen.length} of another shape (${list.join('; ')})`);
  }
  return `The state does not fit the model, and nothing was loaded: ${parts.join('; ')}. Load it into the architecture it was saved from, or name what may be absent with allowMissing.`;
}

/** Assigns `state` (tensors in this library's layout) to the variables of the same name, by
 * copying: all of them or none.
 *
 * @throws {StateDictError} naming every missing, unexpected and misshapen entry; `allowMissing`
 * says by name which variables may keep their values.
 * @throws {UnknownOptionError} when an option does not exist. */
export function loadStateDict(
  module: AnyModule,
  state: ReadonlyMap<string, tf.Tensor>,
  options: { readonly allowMissing?: (name: string) => boolean } = {},
): void {
  refuseUnknownOptions('loadStateDict', options, { allowMissing: true });
  const { allowMissing = () => false } = options;
  const variables = stateDict(module);
  const missing = [...variables.keys()].filter((name) => !state.has(name) && !allowMissing(name));
  const unexpected = [...state.keys()].filter((name) => !variables.has(name));
  const misshapen = [...state].flatMap(([name, { shape: actual }]) => {
    const expected = variables.get(name)?.shape;
    return expected === undefined || sameShape(expected, actual) ? [] : [{ name, expected, actual }];
  });
  if (missing.length + unexpected.length + misshapen.length > 0) throw new StateDictError({ missing, unexpected, misshapen });
  for (const [name, tensor] of state) assignCopy(variables.get(name)!, tensor);
}

/** `assign` alone would share the memory with its source, and a backend may update
 * parameters in place. */
function assignCopy(variable: tf.Variable, source: tf.Tensor): void {
  tf.tidy(() => variable.assign(tf.mul(tf.cast(source, 'float32'), 1)));
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
