import type { TrainingData } from '@attune/staged-finetune';

/** Square images of waves of two lengths, in turn. */
export function waves(size: number, side: number): TrainingData['train'] {
  const labels = Int32Array.from({ length: size }, (_, index) => index % 2);
  const image = (index: number) => Float32Array.from({ length: side * side * 3 }, (_, at) => Math.sin(at * 0.37 * (1 + labels[index]! * 0.2) + index));
  const batchIndices: TrainingData['train']['batchIndices'] = ({ batchSize, firstBatch = 0 }) =>
    Array.from({ length: Math.ceil(size / batchSize) }, (_, batch) =>
      Int32Array.from({ length: Math.min(batchSize, size - batch * batchSize) }, (__, place) => batch * batchSize + place),
    ).slice(firstBatch);
  return {
    size,
    labels,
    batchIndices,
    async *batches(options) {
      for (const indices of batchIndices(options)) {
        const images = new Float32Array(indices.length * side * side * 3);
        indices.forEach((index, place) => images.set(image(index), place * side * side * 3));
        yield { images, shape: [indices.length, side, side, 3], labels: Int32Array.from(indices, (index) => labels[index]!), indices };
      }
    },
  };
}
