/** Where each class lies among the embeddings of its images: the direction of the mean of their
 * directions. An image that lies near none of them is probably of no class.
 *
 * Source: nearest class mean, Mensink et al. 2013, doi:10.1109/TPAMI.2013.83; cosine similarity
 * tells images of no class: Techapanurak et al. 2019, arXiv:1905.10628. */
export interface ClassCentres {
  /** Numbers of an embedding. */
  readonly width: number;
  /** [classes · width], each of length 1; zeros of a class without images. */
  readonly values: Float32Array;
}

/** Takes embeddings one by one and gives their centres. */
export class ClassMeans {
  readonly #classes: number;
  #sums: Float64Array | null = null;

  constructor(classes: number) {
    this.#classes = classes;
  }

  /** An embedding [C] of a class; of all the same C. */
  add(label: number, embedding: Float32Array): void {
    const { length: width } = embedding;
    this.#sums ??= new Float64Array(this.#classes * width);
    const length = lengthOf(embedding);
    if (length > 0) for (let column = 0; column < width; column++) this.#sums[label * width + column]! += embedding[column]! / length;
  }

  centres(): ClassCentres {
    const sums = this.#sums ?? new Float64Array(0);
    const width = sums.length / this.#classes;
    const values = new Float32Array(sums.length);
    for (let start = 0; start < sums.length; start += width) {
      const mean = sums.subarray(start, start + width);
      const length = lengthOf(mean);
      if (length > 0)
        values.set(
          mean.map((value) => value / length),
          start,
        );
    }
    return { width, values };
  }
}

/** Cosine of the angle between an embedding and the class centre next to it: 1 in its direction, 0
 * of an embedding of zeros. */
export function similarityToNearest({ width, values }: ClassCentres, embedding: Float32Array): number {
  let nearest = -Infinity;
  for (let start = 0; start < values.length; start += width) {
    let product = 0;
    for (let column = 0; column < width; column++) product += values[start + column]! * embedding[column]!;
    nearest = Math.max(nearest, product);
  }
  const length = lengthOf(embedding);
  return length > 0 ? nearest / length : 0;
}

function lengthOf(vector: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
