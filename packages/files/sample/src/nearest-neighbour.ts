import type { Batch, ImageDataset, LabelledImages } from '@attune/data';

/** Pixels of a square whose means stand for it. */
const SIDE = 4;

/** The accuracy of giving each validation image the label of the training image whose pixels are
 * nearest (squared distance of the normalised images): what a model must
 * beat to have learned more than to look things up. */
export async function nearestNeighbourAccuracy({ train, validation }: Pick<ImageDataset, 'train' | 'validation'>): Promise<number> {
  const known = inSquares(await allImages(train));
  let right = 0;
  for await (const batch of validation.batches({ batchSize: 256 })) {
    const unknown = inSquares(batch);
    batch.labels.forEach((label, place) => {
      if (nearestLabel(unknown, place, known) === label) right++;
    });
  }
  return right / validation.size;
}

type Images = Pick<Batch, 'images' | 'labels' | 'shape'>;

async function allImages(split: LabelledImages): Promise<Images> {
  for await (const batch of split.batches({ batchSize: split.size })) return batch;
  return { images: new Float32Array(), labels: new Int32Array(), shape: [0, 0, 0, 3] };
}

interface InSquares extends Images {
  /** [N, squares]: of each square and channel the sum, divided by the root of its pixels, so that
   * distances between these are at most those between the images. */
  readonly means: Float32Array;
}

function inSquares({ images, labels, shape }: Images): InSquares {
  const [count, height, width, channels] = shape;
  const [rows, columns] = [Math.floor(height / SIDE), Math.floor(width / SIDE)];
  const means = new Float32Array(count * rows * columns * channels);
  const [imageFloats, squareFloats] = [height * width * channels, rows * columns * channels];
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < rows * SIDE; row++) {
      for (let column = 0; column < columns * SIDE; column++) {
        const square = (Math.floor(row / SIDE) * columns + Math.floor(column / SIDE)) * channels;
        const pixel = image * imageFloats + (row * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) means[image * squareFloats + square + channel]! += images[pixel + channel]! / SIDE;
      }
    }
  }
  return { images, labels, shape, means };
}

function nearestLabel(unknown: InSquares, place: number, known: InSquares): number {
  const image = imageAt(unknown.images, place, unknown.labels.length);
  const means = imageAt(unknown.means, place, unknown.labels.length);
  let nearest = Infinity;
  let label = -1;
  for (let candidate = 0; candidate < known.labels.length; candidate++) {
    // A little above, since these distances are rounded too.
    const limit = nearest * (1 + 1e-4);
    if (distanceUpTo(limit, means, known.means, candidate * means.length) > limit) continue;
    const distance = distanceUpTo(nearest, image, known.images, candidate * image.length);
    if (distance < nearest) {
      nearest = distance;
      label = known.labels[candidate]!;
    }
  }
  return label;
}

function imageAt(values: Float32Array, place: number, count: number): Float32Array {
  const length = values.length / count;
  return values.subarray(place * length, (place + 1) * length);
}

/** The squared distance, or something above `limit` as soon as that is sure: most
 * candidates are out after a few rows. */
function distanceUpTo(limit: number, image: Float32Array, images: Float32Array, offset: number): number {
  let distance = 0;
  for (let block = 0; block < image.length && distance < limit; block += 96) {
    const end = Math.min(block + 96, image.length);
    for (let at = block; at < end; at++) {
      const difference = image[at]! - images[offset + at]!;
      distance += difference * difference;
    }
  }
  return distance;
}
