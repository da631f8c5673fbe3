import * as tf from '@tensorflow/tfjs-core';

import { stateField } from './attention-field.ts';

/** How a forward pass is run.
 *
 * `frozen` holds every variable that must not change: a batch norm whose `running_mean` is in it
 * normalises with its stored statistics, also in training.
 * `random` draws from [0, 1): the only source of chance in a forward pass (dropout), so that a
 * seeded run can be repeated and resumed.
 * `part` says that the images are some of a larger batch: chance then is drawn for the whole batch,
 * so that each image has what it would have there. */
export type ForwardContext = Observed &
  (
    | { readonly training: false; readonly frozen: ReadonlySet<tf.Variable> }
    | { readonly training: true; readonly frozen: ReadonlySet<tf.Variable>; readonly random: () => number; readonly part?: BatchPart | undefined }
  );

/** Which images of a batch of `of` a pass sees: those from `first` on. */
export interface BatchPart {
  readonly first: number;
  readonly of: number;
}

/** Who watches a forward pass. */
interface Observed {
  /** Told each gate before attention multiplies its input by it. */
  readonly onGate?: (report: GateReport) => void;
}

/** A gate of one forward pass. The tensors are the pass's own: keep or copy what must
 * outlive it. */
export interface GateReport {
  /** The module that computed it: the attention itself or a part of it. */
  readonly module: AnyModule;
  /** [N, 1, 1, C] of channels, [N, H, W, 1] of positions, or another shape that broadcasts to the
   * input's. */
  readonly gate: tf.Tensor4D;
  /** What it is multiplied by: [N, H, W, C]. */
  readonly input: tf.Tensor4D;
}

/** The context of a pass that changes nothing: stored statistics, no dropout. */
export const evaluation: ForwardContext = { training: false, frozen: new Set() };

const moduleMark = Symbol.for('@attune/nn/module');

/** A part of a network. Its state is its public fields (variables, modules, arrays of modules),
 * named by their path; `#private` fields are configuration.
 *
 * A module is read as a tree by {@link namedVariables}, so the fields' names and order are a wire
 * format: they spell and order the state as torchvision does. */
export abstract class Module<In extends tf.Tensor = tf.Tensor4D, Out extends tf.Tensor = In> {
  abstract forward(input: In, context: ForwardContext): Out;

  static {
    Object.defineProperty(this.prototype, moduleMark, { value: true });
  }

  /** Whether a value is a module, of another installed copy of this package too. */
  static isInstance(value: unknown): value is AnyModule {
    return typeof value === 'object' && value !== null && moduleMark in value;
  }
}

/** A module of whatever shapes: what the functions that only read the tree take. */
export type AnyModule = Module<never, tf.Tensor>;

/** A variable that an optimizer moves. Takes over `initial`, which is disposed. */
export function parameter<R extends tf.Rank>(initial: tf.Tensor<R>): tf.Variable<R> {
  return take(initial, true);
}

/** A variable that `forward` moves in training (running statistics), never an optimizer. Takes over
 * `initial`, which is disposed. */
export function buffer<R extends tf.Rank>(initial: tf.Tensor<R>): tf.Variable<R> {
  return take(initial, false);
}

function take<R extends tf.Rank>(initial: tf.Tensor<R>, trainable: boolean): tf.Variable<R> {
  const variable = tf.variable(initial, trainable);
  initial.dispose();
  return variable;
}

/** Every module below `node`, itself included, with its path; parents before children,
 * in declaration order. */
export function* namedModules(node: AnyModule, path = ''): Generator<[path: string, module: AnyModule]> {
  yield [path, node];
  for (const { name, child } of moduleFields(node)) yield* namedModules(child, path === '' ? name : `${path}.${name}`);
}

/** Every variable below `node` with its dotted name, in declaration order, which is
 * forward order within a module. */
export function* namedVariables(node: AnyModule): Generator<[name: string, variable: tf.Variable]> {
  for (const [path, module] of namedModules(node)) {
    for (const [key, child] of entries(module)) {
      if (child instanceof tf.Variable) yield [path === '' ? key : `${path}.${key}`, child];
    }
  }
}

/** A module in another's field: `name` is what the state calls the field. */
interface ModuleField {
  readonly field: string;
  readonly name: string;
  readonly child: AnyModule;
}

export function* moduleFields(node: AnyModule): Generator<ModuleField> {
  for (const [field, child] of entries(node)) {
    if (Module.isInstance(child)) yield { field, name: stateField(field, child), child };
  }
}

/** Fields of a module, arrays opened: `features: [a, b]` gives `features.0` and `features.1`. */
function* entries(node: object, prefix = ''): Generator<[key: string, child: unknown]> {
  for (const [key, child] of Object.entries(node)) {
    if (Array.isArray(child)) yield* entries(child, `${prefix}${key}.`);
    else yield [prefix + key, child];
  }
}

/** Live references to all variables of a module, parameters and buffers, by name. */
export function stateDict(module: AnyModule): Map<string, tf.Variable> {
  return new Map(namedVariables(module));
}

/** Live references to the variables that an optimizer may move, by name. */
export function namedParameters(module: AnyModule): Map<string, tf.Variable> {
  return new Map([...namedVariables(module)].filter(([, variable]) => variable.trainable));
}

/** Number of scalars in a set of variables. */
export function countScalars(variables: Iterable<tf.Variable>): number {
  let count = 0;
  for (const variable of variables) count += variable.size;
  return count;
}

/** Runs modules one after another; each intermediate result is left to the caller's
 * tidy or tape. */
export function sequence<T extends tf.Tensor>(modules: readonly Module<T>[], input: T, context: ForwardContext): T {
  return modules.reduce((output, module) => module.forward(output, context), input);
}

/** Frees a module's variables. */
export function disposeModule(module: AnyModule): void {
  for (const [, variable] of namedVariables(module)) variable.dispose();
}
