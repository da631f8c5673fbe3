import { type ImageDataset, type LabelledImages, type RgbImage, inColour } from '@attune/data';
import { type LabelledPredictions, predictedClasses, rankByLoss } from '@attune/insight';

import type { ReportedPicture } from './page/run-report.ts';

/** Makes a picture, cut to a square of at most `side` pixels, a `data:` address. */
export type EncodePicture = (picture: RgbImage, side: number) => Promise<string>;

export interface DrawOptions {
  readonly encode: EncodePicture;
  readonly signal?: AbortSignal | undefined;
}

/** Together at most a megabyte of pictures: a page that can be sent. */
const mostPictures = 300;
const eachCell = 12;
const thumbnailSide = 96;

/** Small pictures of validation images: those with the largest losses, then some for each cell of
 * the confusion matrix, mistakes first. */
export async function thumbnails(
  dataset: ImageDataset,
  predictions: LabelledPredictions,
  { encode, signal }: DrawOptions,
): Promise<Map<number, ReportedPicture>> {
  return thumbnailsOf(dataset.validation, chosenImages(predictions).slice(0, mostPictures), { encode, signal });
}

/** Small pictures of images, by their positions. */
export async function thumbnailsOf(
  images: LabelledImages,
  positions: Iterable<number>,
  { encode, signal }: DrawOptions,
): Promise<Map<number, ReportedPicture>> {
  const pictures = new Map<number, ReportedPicture>();
  for (const image of positions) {
    signal?.throwIfAborted();
    pictures.set(image, { source: await encode(inColour(await images.image(image)), thumbnailSide), title: images.nameOf(image) });
  }
  return pictures;
}

function chosenImages(predictions: LabelledPredictions): number[] {
  const predicted = predictedClasses(predictions);
  const cells = new Map<string, number[]>();
  for (const image of predicted.keys()) {
    const cell = `${predictions.labels[image]} ${predicted[image]}`;
    const own = cells.get(cell) ?? [];
    cells.set(cell, own.length < eachCell ? [...own, image] : own);
  }
  const isMistake = (image: number) => predicted[image] !== predictions.labels[image];
  const sampled = [...cells.values()].flat();
  return [
    ...new Set([
      ...rankByLoss(predictions, { most: eachCell }),
      ...rankByLoss(predictions, { most: 4, easiest: true }),
      ...sampled.filter(isMistake),
      ...sampled,
    ]),
  ];
}
