import type * as tf from '@tensorflow/tfjs-core';

import { BatchNorm2d } from './batch-norm.ts';
import { type AnyModule, type ForwardContext, namedModules } from './module.ts';

/** Told of each module's call: what went in and what came out. */
export interface CallObserver {
  readonly enter: (module: AnyModule, input: tf.Tensor) => void;
  readonly leave: (module: AnyModule, output: tf.Tensor) => void;
}

/** Calls of {@link watchModules} that run. */
let watches = 0;

type Forward = (input: tf.Tensor, context: ForwardContext, residual?: tf.Tensor) => tf.Tensor;

/** Runs `work` while every call of the modules is told to the observer.
 *
 * It puts wrappers on the instances for as long as `work` runs, and not an observer into the
 * context: a module of someone's own calls `forward` of its parts and reports nothing, so an
 * observer that layers must call would not see it. */
export function watchModules<T>(modules: readonly AnyModule[], observer: CallObserver, work: () => T): T {
  for (const module of modules) Object.assign(module, watched(module, observer));
  watches++;
  try {
    return work();
  } finally {
    watches--;
    for (const module of modules) for (const call of ['forward', 'activate']) Reflect.deleteProperty(module, call);
  }
}

/** Whether somebody watches a module or a part of it. Who computes what several modules say in one
 * operation must then call each of them. */
export function isWatched(module: AnyModule): boolean {
  return watches > 0 && [...namedModules(module)].some(([, part]) => Object.hasOwn(part, 'forward'));
}

/** A batch norm that ends its block is called by another name. */
function watched(module: AnyModule, { enter, leave }: CallObserver): Record<string, Forward> {
  const tell =
    (call: Forward): Forward =>
    (input, context, residual) => {
      enter(module, input);
      const output = call(input, context, residual);
      leave(module, output);
      return output;
    };
  const forward = tell(module.forward.bind(module) as unknown as Forward);
  if (!(module instanceof BatchNorm2d)) return { forward };
  return { forward, activate: tell(module.activate.bind(module) as unknown as Forward) };
}
