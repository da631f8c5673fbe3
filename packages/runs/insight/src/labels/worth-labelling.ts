import { refuseUnknownOptions } from '@attune/errors';

/** Images without labels, as a network sees them. */
export interface Unlabelled {
  /** [images · classes]. */
  readonly probabilities: Float32Array;
  readonly classes: number;
  /** [images · width], before the head. */
  readonly features: Float32Array;
  readonly width: number;
}

export interface WorthLabellingOptions {
  /** How many to choose. */
  readonly most: number;
  /** Draws between 0 and 1. */
  readonly random: () => number;
}

const worthLabellingOptions = { most: true, random: true } satisfies Record<keyof WorthLabellingOptions, true>;

/** Positions of the images whose labels would teach a network most, and that are unlike each other:
 * the gradient of the loss in the head's weights, were the most probable class the label, is
 * (probabilities − onehot) ⊗ features, long where the network is unsure. The first is the longest;
 * each further one is drawn with the square of its distance to the nearest chosen one
 * as its chance,
 * as k-means++ draws.
 *
 * Source: Ash et al. 2020 (BADGE), arXiv:1906.03671.
 * @throws {UnknownOptionError} when an option does not exist. */
export function worthLabelling(images: Unlabelled, options: WorthLabellingOptions): number[] {
  refuseUnknownOptions('worthLabelling', options, worthLabellingOptions);
  const { most, random } = options;
  const gradients = new Gradients(images);
  const norms = Float64Array.from({ length: gradients.count }, (_, image) => gradients.product(image, image));
  const distances = norms.slice();
  const chosen: number[] = [];
  while (chosen.length < Math.min(most, gradients.count)) {
    const next = chosen.length === 0 ? largestAt(norms) : drawnAt(distances, { random, chosen });
    for (const image of distances.keys()) {
      const distance = Math.max(0, norms[image]! + norms[next]! - 2 * gradients.product(image, next));
      distances[image] = chosen.length === 0 ? distance : Math.min(distances[image]!, distance);
    }
    distances[next] = 0;
    chosen.push(next);
  }
  return chosen;
}

/** The inner product of two outer products is the product of the inner ones, so none is made. */
class Gradients {
  readonly count: number;
  readonly #residuals: Float32Array;
  readonly #images: Unlabelled;

  constructor(images: Unlabelled) {
    const { probabilities, classes } = images;
    this.#images = images;
    this.count = probabilities.length / classes;
    this.#residuals = probabilities.slice();
    for (let image = 0; image < this.count; image++) {
      const first = image * classes;
      this.#residuals[first + largestAt(probabilities.subarray(first, first + classes))]! -= 1;
    }
  }

  product(one: number, other: number): number {
    const { classes, features, width } = this.#images;
    return inner(this.#residuals, { one, other, width: classes }) * inner(features, { one, other, width });
  }
}

function inner(rows: Float32Array, { one, other, width }: { readonly one: number; readonly other: number; readonly width: number }): number {
  let sum = 0;
  for (let column = 0; column < width; column++) sum += rows[one * width + column]! * rows[other * width + column]!;
  return sum;
}

function largestAt(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}

/** Where all lie on chosen ones, the first that is not chosen. */
function drawnAt(chances: Float64Array, { random, chosen }: { readonly random: () => number; readonly chosen: readonly number[] }): number {
  let place = random() * chances.reduce((sum, chance) => sum + chance, 0);
  for (const [image, chance] of chances.entries()) {
    place -= chance;
    if (chance > 0 && place < 0) return image;
  }
  return [...chances.keys()].find((image) => !chosen.includes(image))!;
}
