import { ImageError, reasonOf } from '../errors.ts';
import { requireViewLoaderOptions } from '../known-options.ts';
import { withChannels } from '../pixels/channels.ts';
import { type Drawable, type ImageInput, givenPixels, isPixels } from '../pixels/image-input.ts';
import type { RgbImage } from '../pixels/image.ts';
import { testViews } from '../pixels/test-views.ts';
import type { LoadViews, ViewLoaderOptions } from '../pixels/view-loader-options.ts';
import { decodeImageFile } from './decode-image-file.ts';
import { pixelsOf, transparentPixelsOf } from './pixels-of.ts';

/** What makes images ready for a network, one by one. The browser decodes beside the thread that
 * asks.
 *
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {DataOptionError} without `preprocessing`. */
export function viewLoader(options: ViewLoaderOptions): LoadViews {
  const { preprocessing, views = 'centre', maxPixels } = requireViewLoaderOptions(options);
  return async (input, signal) => {
    const image = await pixelsIn(input, { channels: preprocessing.mean.length, ...(maxPixels !== undefined && { maxPixels }) });
    signal?.throwIfAborted();
    return testViews(image, preprocessing, views);
  };
}

interface Wanted {
  readonly maxPixels?: number;
  readonly channels: number;
}

async function pixelsIn(input: ImageInput, options: Wanted): Promise<RgbImage> {
  if (typeof input === 'string' || input instanceof URL) return decodeImageFile(await fetched(new URL(input, globalThis.location?.href)), options);
  if (input instanceof Uint8Array || input instanceof Blob) return decodeImageFile(input, options);
  try {
    return isPixels(input) ? givenPixels(input, options.channels) : drawnPixels(input as Drawable, options.channels);
  } catch (cause) {
    throw new ImageError({ path: null, reason: reasonOf(cause), cause });
  }
}

function drawnPixels(drawable: Drawable, channels: number): RgbImage {
  const draw = channels === 4 ? transparentPixelsOf : pixelsOf;
  return withChannels(draw(drawable as CanvasImageSource, sizeOf(drawable)), channels);
}

async function fetched(address: URL): Promise<Blob> {
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new RangeError(`the server answers ${answer.status}`);
    return await answer.blob();
  } catch (cause) {
    throw new ImageError({ path: address.href, reason: reasonOf(cause), cause });
  }
}

/** At its own size, whatever the page shows it at. */
function sizeOf(drawable: Drawable): { readonly width: number; readonly height: number } {
  const { width, height } = ownSize(drawable);
  if (width >= 1 && height >= 1) return { width, height };
  throw new RangeError('there is nothing to see yet: wait until it has loaded');
}

function ownSize(drawable: Drawable): { readonly width: number; readonly height: number } {
  if ('videoWidth' in drawable) return { width: drawable.videoWidth, height: drawable.videoHeight };
  if ('naturalWidth' in drawable) return { width: drawable.naturalWidth, height: drawable.naturalHeight };
  if ('displayWidth' in drawable) return { width: drawable.displayWidth, height: drawable.displayHeight };
  return drawable;
}
