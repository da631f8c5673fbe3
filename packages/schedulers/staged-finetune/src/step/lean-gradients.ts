import * as tf from '@tensorflow/tfjs-core';

/** As `tf.variableGrads`, with less memory: what an operation saved, and the gradients of its
 * outputs, are freed once its own gradient is known. tfjs frees both when all gradients are. */
export function leanGradients(forward: () => tf.Scalar, variables: tf.Variable[]): { readonly value: tf.Scalar; readonly grads: tf.NamedTensorMap } {
  return tf.variableGrads(() => {
    const value = forward();
    freeAlongTheWay(tf.engine().state.activeTape, new Set(variables.map(({ id }) => id)));
    return value;
  }, variables);
}

type Tape = ReturnType<typeof tf.engine>['state']['activeTape'];
type Gradients = ReturnType<NonNullable<Tape[number]['gradient']>>;

/** tfjs walks the tape from its end, and asks an operation for its gradient when it is done with
 * the one behind it. */
function freeAlongTheWay(tape: Tape, wanted: ReadonlySet<number>): void {
  const held = new Held();
  let freeLast: (() => void) | null = null;
  for (const node of tape) {
    const { gradient, inputs, outputs, saved } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) => {
      freeLast?.();
      freeLast = () => {
        tf.dispose(saved ?? []);
        outputs.forEach(({ id }, index) => held.free(id, dys[index]));
      };
      return noted(gradient(dys), (name, dx) => held.add(wanted.has(inputs[name]!.id) ? null : inputs[name]!.id, dx));
    };
  }
}

/** The same gradients, each told of when it is computed. */
function noted(gradients: Gradients, note: (input: string, dx: tf.Tensor) => void): Gradients {
  const entries = Object.entries(gradients).map(([name, compute]) => {
    const computeAndNote = () => {
      const dx = compute();
      note(name, dx);
      return dx;
    };
    return [name, computeAndNote] as const;
  });
  return Object.fromEntries(entries);
}

/** Gradients by the tensor that they are of. Of some there are several, of which tfjs makes one by
 * adding them up; and one may be handed on as that of another tensor. */
class Held {
  readonly #ofTensor = new Map<number, tf.Tensor[]>();
  readonly #uses = new Map<tf.Tensor, number>();

  /** `tensor`: null for what is asked for, and never freed here. */
  add(tensor: number | null, gradient: tf.Tensor): void {
    this.#uses.set(gradient, (this.#uses.get(gradient) ?? 0) + 1);
    if (tensor !== null) this.#ofTensor.set(tensor, [...(this.#ofTensor.get(tensor) ?? []), gradient]);
  }

  /** Frees what was added of a tensor, and their sum. */
  free(tensor: number, sum: tf.Tensor | null | undefined): void {
    for (const gradient of this.#ofTensor.get(tensor) ?? []) {
      this.#uses.set(gradient, this.#uses.get(gradient)! - 1);
      if (this.#uses.get(gradient) === 0) gradient.dispose();
    }
    if (sum !== null && sum !== undefined && (this.#uses.get(sum) ?? 0) === 0) sum.dispose();
    this.#ofTensor.delete(tensor);
  }
}
