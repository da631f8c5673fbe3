import type { Classification, Classifier } from '@attune/classifier';
import { drawOver, pictureOf, scaleOf } from '@attune/report/maps';

import { toPng } from '../explain/to-png.ts';
import type { GivenImage } from './given-images.ts';
import { type ErrorAnswer, RequestError, errorAnswer, requestErrorOf } from './request-error.ts';
import type { Verdict } from './turns.ts';

/** What an image is taken for. */
export interface ClassificationAnswer {
  /** Most probable first. */
  readonly classes: readonly { readonly className: string; readonly probability: number }[];
  /** Whether it is probably of no class; null where the weights do not tell. */
  readonly unknown: boolean | null;
  readonly energy: number;
  /** To the nearest class; where the weights have centres. */
  readonly similarity?: number;
  /** The classes that it has, where it may have several. */
  readonly labels?: readonly string[];
  /** By target, where the network tells numbers. */
  readonly values?: Readonly<Record<string, number>>;
}

export function classificationAnswer({ guesses, unknown, energy, similarity, labels, values }: Classification, top: number): ClassificationAnswer {
  return {
    classes: guesses.slice(0, top).map(({ className, probability }) => ({ className, probability })),
    unknown,
    energy,
    ...(similarity !== null && { similarity }),
    ...(labels !== undefined && { labels }),
    ...(values !== undefined && { values: Object.fromEntries(values.map(({ target, value }) => [target, value])) }),
  };
}

/** One of many: an image that cannot be read does not fail the others. */
export function answerInList(
  { name }: GivenImage,
  { classification, error }: Verdict,
  { top, maxBytes }: { readonly top: number; readonly maxBytes: number },
): { readonly name: string | null } & (ClassificationAnswer | ErrorAnswer) {
  return { name, ...(error === undefined ? classificationAnswer(classification, top) : errorAnswer(requestErrorOf(error, { maxBytes }))) };
}

/** A PNG of Grad-CAM over what the network sees of an image.
 *
 * @param className what it explains. Default: the most probable class.
 * @throws {ImageError} when it cannot be read.
 * @throws {RequestError} when there is no such class. */
export async function explanationPicture(classifier: Classifier, image: Uint8Array, className: string | undefined): Promise<Buffer> {
  const { seen, maps } = await classifier.explain(image, { methods: ['gradcam'], classIndex: classIndex(classifier, className) });
  const [{ plane, from }] = maps as [(typeof maps)[number]];
  return toPng(drawOver(pictureOf(seen, classifier.preprocessing), plane, scaleOf(plane, from)));
}

function classIndex({ classes }: Classifier, className: string | undefined): number | undefined {
  if (className === undefined) return undefined;
  const index = classes.indexOf(className);
  if (index === -1) throw new RequestError('malformed', `There is no class "${className}": /classify lists them.`);
  return index;
}
