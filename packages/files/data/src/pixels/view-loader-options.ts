import type { ImageInput } from './image-input.ts';
import type { Preprocessing } from './preprocessing.ts';
import type { TestViews } from './test-views.ts';

export interface ViewLoaderOptions {
  readonly preprocessing: Preprocessing;
  /** Default: the centre. */
  readonly views?: TestViews | undefined;
  /** Larger pictures are refused from the header. Default: 178,956,970, as Pillow's. */
  readonly maxPixels?: number | undefined;
  /** Threads that load images beside the network; a browser has its own. Default: by the number of
   * cores. */
  readonly loaderThreads?: number | undefined;
}

/** Makes an image ready: [views, imageSize, imageSize, channels], normalised.
 *
 * @throws {ImageError} when it is not an image, is cut short, or is too large. */
export type LoadViews = (image: ImageInput, signal?: AbortSignal) => Promise<Float32Array>;
