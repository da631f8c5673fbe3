import { type ImageDataset, type RgbImage, preprocess } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { type LabelledPredictions, attentionGates, gradCam, predictedClasses, rankByLoss } from '@attune/insight';
import type { Network } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { drawOver, pictureOf, scaleOf } from './draw-map.ts';
import type { ExplainedPicture, ReportedPicture } from './page/run-report.ts';

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
/** Of a map, in pixels. */
export const mapSide = 160;

/** Small pictures of validation images: those with the largest losses, then some for each cell of
 * the confusion matrix, mistakes first. */
export async function thumbnails(
  dataset: ImageDataset,
  predictions: LabelledPredictions,
  { encode, signal }: DrawOptions,
): Promise<Map<number, ReportedPicture>> {
  const { validation } = dataset;
  const pictures = new Map<number, ReportedPicture>();
  for (const image of chosenImages(predictions).slice(0, mostPictures)) {
    signal?.throwIfAborted();
    pictures.set(image, { source: await encode(await validation.image(image), thumbnailSide), title: validation.nameOf(image) });
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

/** A photo, what speaks for its class, and where its last attention block looks.
 ** @throws {UnknownOptionError} when an option does not exist. */
export async function explainPictures(
  network: Network,
  { validation, preprocessing }: ImageDataset,
  options: DrawOptions & { readonly images: readonly number[] },
): Promise<ExplainedPicture[]> {
  refuseUnknownOptions('explainPictures', options, { images: true, encode: true, signal: true });
  const { images, encode, signal } = options;
  const explained: ExplainedPicture[] = [];
  for (const image of images) {
    signal?.throwIfAborted();
    const pixels = preprocess(await validation.image(image), preprocessing);
    const input = tf.tensor4d(pixels, [1, preprocessing.imageSize, preprocessing.imageSize, 3]);
    const picture = pictureOf(pixels, preprocessing);
    const maps: ReportedPicture[] = [{ source: await encode(picture, mapSide), title: 'What the network sees' }];
    const cam = await gradCam(network, input);
    maps.push({ source: await encode(drawOver(picture, cam, scaleOf(cam, 0)), mapSide), title: `Grad-CAM, ${cam.layer}` });
    const [blocks = []] = await attentionGates(network, input);
    const last = blocks.at(-1);
    if (last !== undefined) {
      const scale = scaleOf(last.map);
      const title =
        scale.from === scale.to ? `${last.path}: ${scale.from} everywhere` : `${last.path}: ${scale.from.toPrecision(4)} to ${scale.to.toPrecision(4)}`;
      maps.push({ source: await encode(drawOver(picture, last.map, scale), mapSide), title });
    }
    input.dispose();
    explained.push({ image, maps });
  }
  return explained;
}
