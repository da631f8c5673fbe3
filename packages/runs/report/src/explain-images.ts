import { type ImageDataset, type RgbImage, preprocess } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { type ClassMap, type LabelledPredictions, attentionGates, gradCam } from '@attune/insight';
import type { Network } from '@attune/nn';
import { type Run } from '@attune/run';
import { bestEpochIndex } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';

import { drawOver, gateScale, hardlyActs, pictureOf, scaleOf } from './draw-map.ts';
import { endedStages } from './ended-stages.ts';
import type { AttentionMap, ExplainedImage, ReportedPicture, StageMap } from './page/run-report.ts';
import type { DrawOptions, EncodePicture } from './pictures.ts';

/** Of a map, in pixels. */
export const mapSide = 160;

export interface ExplainOptions extends DrawOptions {
  readonly dataset: Pick<ImageDataset, 'validation' | 'preprocessing'>;
  /** Positions among the validation images. */
  readonly images: readonly number[];
}

const explainOptions = { dataset: true, images: true, encode: true, signal: true } satisfies Record<keyof ExplainOptions, true>;

/** An image as the network takes it, [1, H, W, C], and as people see it. */
interface Seen {
  readonly image: number;
  readonly input: tf.Tensor4D;
  readonly picture: RgbImage;
}

interface ExplainRunOptions extends ExplainOptions {
  /** What the best weights say, at the run's temperature. */
  readonly predictions: LabelledPredictions;
}

/** Where a run looks in some images, at the end of each stage and with its best weights, which the
 * network has in the end. */
export async function explainRun(run: Run, network: Network, { dataset, images, predictions, encode, signal }: ExplainRunOptions): Promise<ExplainedImage[]> {
  const seen: Seen[] = [];
  for (const image of images) seen.push(await seenBy(dataset, image));
  const stages = seen.map((): StageMap[] => []);
  const look = async (stage: string, confidenceOf: (image: number, cam: ClassMap) => number) => {
    for (const [place, { image, input, picture }] of seen.entries()) {
      signal?.throwIfAborted();
      const cam = await gradCam(network, input);
      stages[place]!.push({ stage, source: await drawCam(picture, cam, encode), predicted: cam.classIndex, confidence: confidenceOf(image, cam) });
    }
  };
  try {
    const best = await bestOf(run);
    for await (const index of endedStages(run, network, { signal }))
      if (!(best.isEnd && index === best.stage)) await look(run.recipe.stages[index]!.name, (_, { probability }) => probability);
    await look(best.title, (image, { classIndex }) => predictions.probabilities[image * predictions.classes + classIndex]!);
    const explained: ExplainedImage[] = [];
    for (const [place, { image, input, picture }] of seen.entries())
      explained.push({
        image,
        seen: await encode(picture, mapSide),
        stages: stages[place]!,
        attention: await lastAttention(network, { input, picture, encode }),
      });
    return explained;
  } finally {
    tf.dispose(seen.map(({ input }) => input));
  }
}

/** The stage of the best epoch, and whether it is that stage's last, whose weights are the same. */
async function bestOf(run: Run): Promise<{ readonly stage: number; readonly isEnd: boolean; readonly title: string }> {
  const epochs = await run.metrics();
  const best = bestEpochIndex(epochs);
  const name = epochs[best]?.stage;
  return {
    stage: run.recipe.stages.findIndex((stage) => stage.name === name),
    isEnd: epochs[best + 1]?.stage !== name,
    title: `best weights, ${name}`,
  };
}

/** A photo, what speaks for its class, and where its last attention block looks.
 *
 * @throws {UnknownOptionError} when an option does not exist. */
export async function explainPictures(
  network: Network,
  options: ExplainOptions,
): Promise<{ readonly image: number; readonly maps: readonly ReportedPicture[] }[]> {
  refuseUnknownOptions('explainPictures', options, explainOptions);
  const { dataset, images, encode, signal } = options;
  const explained = [];
  for (const image of images) {
    signal?.throwIfAborted();
    const { input, picture } = await seenBy(dataset, image);
    const cam = await gradCam(network, input);
    const attention = await lastAttention(network, { input, picture, encode });
    input.dispose();
    const maps: ReportedPicture[] = [
      { source: await encode(picture, mapSide), title: 'What the network sees' },
      { source: await drawCam(picture, cam, encode), title: `Grad-CAM, ${cam.layer}` },
      ...(attention === null ? [] : [attention]),
    ];
    explained.push({ image, maps });
  }
  return explained;
}

async function seenBy({ validation, preprocessing }: ExplainOptions['dataset'], image: number): Promise<Seen> {
  const pixels = preprocess(await validation.image(image), preprocessing);
  const { imageSize, mean } = preprocessing;
  return { image, input: tf.tensor4d(pixels, [1, imageSize, imageSize, mean.length]), picture: pictureOf(pixels, preprocessing) };
}

async function drawCam(picture: RgbImage, cam: ClassMap, encode: EncodePicture): Promise<string> {
  return encode(drawOver(picture, cam, scaleOf(cam, 0)), mapSide);
}

/** Null where no attention tells its gates. */
async function lastAttention(
  network: Network,
  { input, picture, encode }: Pick<Seen, 'input' | 'picture'> & { readonly encode: EncodePicture },
): Promise<AttentionMap | null> {
  const [blocks = []] = await attentionGates(network, input);
  const last = blocks.at(-1);
  if (last === undefined) return null;
  const { from: least, to: most } = scaleOf(last.map);
  const source = await encode(drawOver(picture, last.map, gateScale(last.map)), mapSide);
  return { source, title: last.path, least, most, hardlyActs: hardlyActs(last.map) };
}
