import type { EmbeddingObserver } from './evaluate.ts';

/** Validation images whose embeddings are kept, and tell from what similarity on an image is
 * known. */
const most = 4096;

/** Embeddings of some of the images of a split, evenly spaced. */
export class KeptEmbeddings {
  readonly rows: Float32Array[] = [];
  readonly #stride: number;

  constructor(images: number) {
    this.#stride = Math.ceil(images / most);
  }

  readonly see: EmbeddingObserver = (index, embedding) => {
    if (index % this.#stride === 0) this.rows.push(embedding);
  };
}
