import type * as z from 'zod';

import { parseJson, runConfig } from './run-config.ts';

const publishedImages = runConfig.shape.preprocessing.omit({ imageSize: true });

/** How images must be made ready for weights, for a crop of 224 pixels, as their publisher says. */
export type PublishedImages = z.infer<typeof publishedImages>;

const key = 'attune.images';

/** The entry of a file's metadata that says it, so that weights in another format do too. */
export function imagesEntry({ resizeSize, interpolation, mean, std }: PublishedImages): readonly [key: string, text: string] {
  return [key, JSON.stringify({ resizeSize, interpolation, mean, std } satisfies PublishedImages)];
}

/** Null when a file says nothing of images, or nothing that this version knows. */
export function readPublishedImages(metadata: ReadonlyMap<string, string>): PublishedImages | null {
  const result = publishedImages.safeParse(parseJson(metadata.get(key) ?? 'null'));
  return result.success ? result.data : null;
}
