import * as tf from '@tensorflow/tfjs-core';

/** What moves one parameter by one step. */
export interface ParameterStep {
  readonly name: string;
  readonly parameter: tf.Variable;
  /** Of the loss, in the parameter's shape. */
  readonly gradient: tf.Tensor;
  readonly learningRate: number;
  readonly weightDecay?: number;
  /** Multiplies the gradient first: what clipping the norm asks for, without another pass. */
  readonly gradientScale?: number;
  /** In place of the optimizer's own (Adam's β₁), for schedules that move it. */
  readonly momentum?: number;
}

/** What an optimizer remembers of one parameter: how often it moved, and tensors of its
 * shape under torch's names. */
export interface ParameterMemory {
  readonly step: number;
  readonly slots: ReadonlyMap<string, tf.Tensor>;
}

/** Moves parameters one at a time. Memory is keyed by the parameter's name, with a step
 * count for each, so a parameter that is thawed late starts as in a fresh optimizer and
 * a frozen one keeps what it had. */
export abstract class Optimizer {
  readonly #memory = new Map<string, { step: number; readonly slots: Map<string, tf.Variable> }>();

  /** Moves one parameter in place; the gradient stays the caller's. */
  step(request: ParameterStep): void {
    const entry = this.#memory.get(request.name) ?? { step: 0, slots: new Map<string, tf.Variable>() };
    this.#memory.set(request.name, entry);
    entry.step += 1;
    this.move(request, { step: entry.step, slot: (name) => slotOf(entry.slots, name, request.parameter) });
  }

  /** The rule of one optimizer. */
  protected abstract move(request: ParameterStep, memory: MovingMemory): void;

  /** Live references to everything remembered, by parameter name. */
  memory(): ReadonlyMap<string, ParameterMemory> {
    return this.#memory;
  }

  /** Takes over what another optimizer of the same kind remembered. Tensors are copied. */
  restore(memory: ReadonlyMap<string, ParameterMemory>): void {
    this.dispose();
    for (const [name, { step, slots }] of memory) {
      const copies = [...slots].map(([slot, tensor]) => [slot, tf.variable(tensor, false)] as const);
      this.#memory.set(name, { step, slots: new Map(copies) });
    }
  }

  /** Forgets everything and frees it. */
  dispose(): void {
    for (const { slots } of this.#memory.values()) tf.dispose([...slots.values()]);
    this.#memory.clear();
  }
}

/** The memory of the parameter that is being moved. */
export interface MovingMemory {
  /** Counted from 1: this step included. */
  readonly step: number;
  /** The slot of that name, full of zeros when it is new. */
  readonly slot: (name: string) => tf.Variable;
}

function slotOf(slots: Map<string, tf.Variable>, name: string, like: tf.Tensor): tf.Variable {
  const present = slots.get(name);
  if (present !== undefined) return present;
  const zeros = tf.zerosLike(like);
  const slot = tf.variable(zeros, false);
  zeros.dispose();
  slots.set(name, slot);
  return slot;
}
