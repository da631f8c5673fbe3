import { hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import { type NamedGate, isAttentionField, isNamedGate, markGates } from './attention-field.ts';
import { differentiable } from './differentiable.ts';
import { type AnyModule, type ForwardContext, Module, moduleFields, namedVariables } from './module.ts';
import type { Random } from './random.ts';

/** Builds attention for features of so many channels: [N, H, W, C] → [N, H, W, C], a {@link Gate}
 * or any other module. Architectures take one, so any attention fits and neither package knows the
 * other. */
export type AttentionFactory = (channels: number, random: Random) => Module;

/** Attention: a module that multiplies features by factors which it computes from them.
 *
 * A network holds it in a field called `attention` (or `attention1`, …), whose state is then named
 * by the gate's `kind`: `layer1.0.se.fc1.weight`. What {@link applyGate} is told of it
 * is what maps,
 * reports and summaries show. */
export abstract class Gate extends Module implements NamedGate {
  /** What its state is called: letters only, such as `se`. */
  abstract readonly kind: string;

  static {
    markGates(this.prototype);
  }

  /** Whether a value is a gate, of another installed copy of this package too. */
  static override isInstance(value: unknown): value is Gate {
    return Module.isInstance(value) && isNamedGate(value);
  }
}

/** Whose gate it is, in which pass. */
export interface GateOwner {
  readonly module: AnyModule;
  readonly context: ForwardContext;
}

/** Multiplies features by a gate and tells the pass's observer.
 *
 * input [N, H, W, C] · gate [N, 1, 1, C] of channels, [N, H, W, 1] of positions, or any shape that
 * broadcasts to the input's. Both gradients are one pass where the backend can. */
export function applyGate(input: tf.Tensor4D, gate: tf.Tensor4D, owner?: GateOwner): tf.Tensor4D {
  owner?.context.onGate?.({ gate, input, module: owner.module });
  if (!hasKernel('AttuneGateGrad') || !isFusable(gate, input)) return tf.mul(input, gate);
  return differentiable<tf.Tensor4D>([input, gate], (save) => {
    save([input, gate]);
    return { value: tf.mul(input, gate), gradient: (dy, [x, factor]) => runKernel('AttuneGateGrad', { dy, x: x!, gate: factor! }, {}) };
  });
}

function isFusable({ shape: [, height, width, channels] }: tf.Tensor4D, { shape }: tf.Tensor4D): boolean {
  return (height === 1 && width === 1 && channels === shape[3]) || (height === shape[1] && width === shape[2] && channels === 1);
}

/** The attention in a module by its path, in declaration order: gates wherever they are, and
 * whatever lies in a field of attention. What lies inside attention is part of it. */
export function gatesOf(node: AnyModule): Map<string, AnyModule> {
  return new Map(gatesBelow(node, ''));
}

function* gatesBelow(node: AnyModule, prefix: string): Generator<[path: string, module: AnyModule]> {
  for (const { name, field, child } of moduleFields(node)) {
    if (isNamedGate(child) || isAttentionField(field)) yield [prefix + name, child];
    else yield* gatesBelow(child, `${prefix}${name}.`);
  }
}

/** The path among `paths` that a module's path or a variable's name is, or lies below. */
export function pathAround(paths: Iterable<string>, name: string): string | undefined {
  for (const path of paths) if (name === path || name.startsWith(`${path}.`)) return path;
  return undefined;
}

/** Names of all parameters and buffers of a network's attention, in declaration order. */
export function attentionNames(network: AnyModule): Set<string> {
  const gates = [...gatesOf(network)];
  return new Set(gates.flatMap(([path, gate]) => [...namedVariables(gate)].map(([name]) => `${path}.${name}`)));
}
