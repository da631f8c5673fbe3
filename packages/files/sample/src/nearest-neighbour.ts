import type { Batch, ImageDataset, LabelledImages } from '@attune/data';

/** The accuracy of giving each validation image the label of the training image whose pixels are
 * nearest (squared distance of the normalised images): what a model must
 * beat to have learned more than to look things up. */
export async function nearestNeighbourAccuracy({ train, validation }: Pick<ImageDataset, 'train' | 'validation'>): Promise<number> {
  const known = await allImages(train);
  let right = 0;
  for await (const { images, labels } of validation.batches({ batchSize: 256 })) {
    const length = images.length / labels.length;
    labels.forEach((label, place) => {
      if (nearestLabel(images.subarray(place * length, (place + 1) * length), known) === label) right++;
    });
  }
  return right / validation.size;
}

type Known = Pick<Batch, 'images' | 'labels'>;

async function allImages(split: LabelledImages): Promise<Known> {
  for await (const batch of split.batches({ batchSize: split.size })) return batch;
  return { images: new Float32Array(), labels: new Int32Array() };
}

function nearestLabel(image: Float32Array, { images, labels }: Known): number {
  let nearest = Infinity;
  let label = -1;
  for (let candidate = 0; candidate < labels.length; candidate++) {
    const distance = distanceUpTo(nearest, image, images, candidate * image.length);
    if (distance < nearest) {
      nearest = distance;
      label = labels[candidate]!;
    }
  }
  return label;
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
