import type { Rectangle } from '../pixels/image.ts';
import { type Random, randomInteger } from '../order/random.ts';

/** How the images of a training batch are mixed, each with the one before it. With both, every
 * batch is mixed one way or the other, as a coin falls. */
export interface BatchMixing {
  /** α of mixup: shares of two images added up (Zhang et al. 2017, arXiv:1710.09412).
   * 0.2 is usual. */
  readonly mixup?: number | undefined;
  /** α of CutMix: a rectangle of one image put into another (Yun et al. 2019,
   * arXiv:1905.04899). 1 is usual. */
  readonly cutmix?: number | undefined;
}

/** Whose images were mixed in, and how much of each image and label is its own. */
export interface BatchMix {
  /** [N], positions in the classes. */
  readonly partnerLabels: Int32Array;
  /** [N] in [0, 1]. */
  readonly weight: Float32Array;
}

interface MixedBatch {
  /** [N, side, side, channels]; changed in place. */
  readonly images: Float32Array;
  readonly labels: Int32Array;
  readonly side: number;
}

/** Mixes a batch in place by one draw of λ from Beta(α, α): for mixup λ · image + (1 −
 * λ) · partner; for CutMix the partner's rectangle of area 1 − λ around a random
 * centre, λ then being the area that is left.
 *
 * Geometry as torchvision 2's `MixUp` and `CutMix`, the batch rolled by one. */
export function mixBatch(batch: MixedBatch, { mixup, cutmix }: BatchMixing, random: Random): BatchMix {
  const cuts = cutmix !== undefined && (mixup === undefined || random() < 0.5);
  const share = drawBeta(cuts ? cutmix : mixup!, random);
  const own = cuts ? cutIn(batch, drawBox(batch.side, share, random)) : blend(batch, share);
  const { labels } = batch;
  return { partnerLabels: labels.map((_, index) => labels.at(index - 1)!), weight: new Float32Array(labels.length).fill(own) };
}

function blend({ images, labels }: MixedBatch, share: number): number {
  forEachPair(images, labels.length, (image, partner) => {
    for (let at = 0; at < image.length; at++) image[at] = share * image[at]! + (1 - share) * partner[at]!;
  });
  return share;
}

function cutIn({ images, labels, side }: MixedBatch, { left, top, width, height }: Rectangle): number {
  const channels = images.length / (labels.length * side * side);
  forEachPair(images, labels.length, (image, partner) => {
    for (let row = top; row < top + height; row++) {
      const [from, to] = [(row * side + left) * channels, (row * side + left + width) * channels];
      image.set(partner.subarray(from, to), from);
    }
  });
  return 1 - (width * height) / (side * side);
}

/** Each image with the one before it, as it was before anything was mixed. */
function forEachPair(images: Float32Array, count: number, mix: (image: Float32Array, partner: Float32Array) => void): void {
  const length = images.length / count;
  const last = images.slice((count - 1) * length);
  for (let index = count - 1; index >= 0; index--) {
    const partner = index === 0 ? last : images.subarray((index - 1) * length, index * length);
    mix(images.subarray(index * length, (index + 1) * length), partner);
  }
}

/** The rectangle of area 1 − share around a random centre, cut off at the border. */
function drawBox(side: number, share: number, random: Random): Rectangle {
  const [x, y] = [randomInteger(random, side), randomInteger(random, side)];
  const reach = Math.trunc(0.5 * Math.sqrt(1 - share) * side);
  const [left, top] = [Math.max(0, x - reach), Math.max(0, y - reach)];
  return { left, top, width: Math.min(side, x + reach) - left, height: Math.min(side, y + reach) - top };
}

/** Of two gamma draws, the first one's share. */
function drawBeta(alpha: number, random: Random): number {
  const [first, second] = [drawGamma(alpha, random), drawGamma(alpha, random)];
  return first + second === 0 ? 0.5 : first / (first + second);
}

/** Marsaglia and Tsang 2000; for shapes under 1 by the draw of shape + 1. */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}
