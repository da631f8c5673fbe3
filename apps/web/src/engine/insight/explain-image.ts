import { type Classification, Classifier } from '@attune/classifier';
import { type Preprocessing, type RgbImage, preprocess } from '@attune/data/browser';
import type { Plane } from '@attune/insight';
import type { Network } from '@attune/nn';
import { pictureOf, scaleOf } from '@attune/report/maps';
import type { Calibration, Task } from '@attune/run';
import type { ModelSpec } from '@attune/zoo';

import type { ImageExplanation, MapPlane } from '../protocol/insight.ts';

export interface ExplainedBy {
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly model: ModelSpec;
  /** How sure the network may be; null where that is not known of its weights. */
  readonly calibration: Calibration | null;
  /** What it says of an image. Default: one of the classes. */
  readonly task?: Task;
  /** From which probability on an image has each of several classes. */
  readonly thresholds?: readonly number[] | null;
  /** Which class or target Grad-CAM explains. Default: the likeliest. */
  readonly classIndex?: number | undefined;
}

/** What a network makes of an image, and where it looks. */
export async function explainImage(network: Network, image: RgbImage, { model: spec, classIndex, ...told }: ExplainedBy): Promise<ImageExplanation> {
  const classifier = new Classifier({ network, spec, ...told });
  const { classification, maps, gates } = await classifier.explain(image, { classIndex });
  return {
    top: classification.guesses.map(({ className, probability }) => ({ className, probability })),
    labels: classifier.task.kind === 'multi-label' ? labelsOf(classification, classifier.thresholds) : null,
    values: classification.values ?? null,
    unknown: classification.unknown,
    picture: shownPicture(image, classifier.preprocessing),
    gradCam: stretched(maps.find(({ name }) => name === 'gradcam')!.plane, 0),
    attention: gates.map(({ kind, place, map }) => ({ block: place, kind, map: stretched(map) })),
  };
}

function labelsOf({ guesses }: Classification, thresholds: readonly number[]): ImageExplanation['labels'] {
  return guesses.map(({ className, index, probability }) => ({
    className,
    probability,
    threshold: thresholds[index]!,
    has: probability >= thresholds[index]!,
  }));
}

/** Pixels on a side that a person sees well. */
const shownSide = 224;

/** The part of the image that the network sees, as large as a person wants it. */
function shownPicture(image: RgbImage, preprocessing: Preprocessing): ImageExplanation['picture'] {
  const times = Math.max(1, Math.round(shownSide / preprocessing.imageSize));
  const shown = { ...preprocessing, imageSize: preprocessing.imageSize * times, resizeSize: preprocessing.resizeSize * times };
  return withAlpha(pictureOf(preprocess(image, shown), shown));
}

/** From its smallest value, or from a given one, to its largest. A plane without differences is 0
 * everywhere. */
function stretched(plane: Plane, least?: number): MapPlane {
  const { from, to } = scaleOf(plane, least);
  const range = to - from || 1;
  return { width: plane.width, height: plane.height, values: plane.values.map((value) => Math.max(0, (value - from) / range)), from, to };
}

function withAlpha({ width, height, data }: RgbImage): ImageExplanation['picture'] {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) rgba.set(data.subarray(from, from + 3), to);
  return { width, height, rgba };
}
