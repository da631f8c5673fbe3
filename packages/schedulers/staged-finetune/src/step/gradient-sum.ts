import * as tf from '@tensorflow/tfjs-core';

/** Adds up gradients of mean losses, each by what its mean is over; one alone is handed
 * on as it is. */
export class GradientSum {
  #sums: ReadonlyMap<string, tf.Tensor> = new Map();
  #parts = 0;
  #weight = 0;
  #firstWeight = 0;

  /** Takes the gradients over. */
  add(gradients: ReadonlyMap<string, tf.Tensor>, weight: number): void {
    if (this.#parts === 0) [this.#sums, this.#firstWeight] = [gradients, weight];
    else this.#sums = new Map([...gradients].map(([name, gradient]) => [name, this.#added(name, gradient, weight)]));
    this.#parts += 1;
    this.#weight += weight;
  }

  /** The sums, which are the caller's now, and what makes them the gradient of the mean
   * over everything. */
  total(): { readonly gradients: ReadonlyMap<string, tf.Tensor>; readonly scale: number } {
    return { gradients: this.#sums, scale: this.#parts === 1 ? 1 : this.#firstWeight / this.#weight };
  }

  /** In units of the first part's weight, so that the first needs no pass of its own. */
  #added(name: string, gradient: tf.Tensor, weight: number): tf.Tensor {
    const before = this.#sums.get(name)!;
    const sum = tf.tidy(() => tf.add(before, weight === this.#firstWeight ? gradient : tf.mul(gradient, weight / this.#firstWeight)));
    tf.dispose([before, gradient]);
    return sum;
  }
}
