import { withChannels } from './channels.ts';
import type { RgbImage } from './image.ts';
import { type View, normalizationTable, writeNormalized } from './normalize.ts';
import { type Preprocessing, evaluationView, resizedSize } from './preprocessing.ts';
import { resize } from './resize.ts';
import { roundHalfToEven } from './rounding.ts';

/** From which sides an image is looked at when it is classified: the centre, that and its mirror
 * image, or torchvision's `FiveCrop` (top left, top right, bottom left, bottom right, centre) and
 * `TenCrop` (these and their mirror images). */
export const testViewNames = ['centre', 'flip', 'five-crops', 'ten-crops'] as const;
export type TestViews = (typeof testViewNames)[number];

/** How many squares the network sees of one image. */
export function countViews(views: TestViews): number {
  return { centre: 1, flip: 2, 'five-crops': 5, 'ten-crops': 10 }[views];
}

/** What the network sees of `image` from each side: [views, imageSize, imageSize, channels],
 * normalised. */
export function testViews(image: RgbImage, preprocessing: Preprocessing, views: TestViews): Float32Array<ArrayBuffer> {
  const size = preprocessing.imageSize;
  const square = size ** 2 * preprocessing.mean.length;
  const output = new Float32Array(countViews(views) * square);
  const table = normalizationTable(preprocessing);
  viewsOf(withChannels(image, preprocessing.mean.length), preprocessing, views).forEach((view, place) =>
    writeNormalized(output, place * square, { ...view, size, table }),
  );
  return output;
}

function viewsOf(image: RgbImage, preprocessing: Preprocessing, views: TestViews): View[] {
  const sides = views === 'centre' || views === 'flip' ? [evaluationView(image, preprocessing)] : fiveCrops(image, preprocessing);
  return views === 'flip' || views === 'ten-crops' ? [...sides, ...mirrored(sides)] : sides;
}

function mirrored(views: readonly View[]): View[] {
  return views.map((view) => ({ ...view, flipped: true }));
}

function fiveCrops(image: RgbImage, { imageSize, resizeSize, interpolation }: Preprocessing): View[] {
  const { width, height } = resizedSize(image, resizeSize);
  const resized = width === image.width && height === image.height ? image : resize(image, { width, height, interpolation });
  const [right, bottom] = [width - imageSize, height - imageSize];
  const places = [
    [0, 0],
    [right, 0],
    [0, bottom],
    [right, bottom],
    [roundHalfToEven(right / 2), roundHalfToEven(bottom / 2)],
  ] as const;
  return places.map(([left, top]) => ({ image: resized, left, top, flipped: false, fill: 0 }));
}
