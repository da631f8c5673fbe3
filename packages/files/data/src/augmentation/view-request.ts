import { type Augmentation, trainingView } from './augmentation.ts';
import type { RgbImage } from '../pixels/image.ts';
import { type NormalizationTable, normalizationTable, writeNormalized } from '../pixels/normalize.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';
import { type TestViews, testViews } from '../pixels/test-views.ts';
import { keyedRandom } from '../order/random.ts';

/** How the network is to see an image. Plain data, so that a thread can be told. */
export interface ViewRequest {
  readonly preprocessing: Preprocessing;
  /** `none` for the evaluation transform. */
  readonly augmentation: Augmentation;
  /** What the augmentation's draws depend on, and nothing else. */
  readonly keys: readonly number[];
  /** From which sides, of an image that is classified. Default: the centre. */
  readonly views?: TestViews;
}

/** Writes what the network sees of an image at `offset`: [imageSize, imageSize, channels],
 * normalised through `table`, which is the preprocessing's. */
export function writeView(
  output: Float32Array,
  offset: number,
  { image, request, table }: { readonly image: RgbImage; readonly request: ViewRequest; readonly table: NormalizationTable },
): void {
  const { preprocessing, augmentation, keys } = request;
  const view = trainingView(image, augmentation, preprocessing, keyedRandom(...keys));
  writeNormalized(output, offset, { ...view, size: preprocessing.imageSize, table });
}

/** What the network sees of an image, in an array of its own. */
export function viewOf(image: RgbImage, request: ViewRequest): Float32Array<ArrayBuffer> {
  if (request.views !== undefined) return testViews(image, request.preprocessing, request.views);
  const output = new Float32Array(request.preprocessing.imageSize ** 2 * request.preprocessing.mean.length);
  writeView(output, 0, { image, request, table: normalizationTable(request.preprocessing) });
  return output;
}
