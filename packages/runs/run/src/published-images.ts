import type { Checkpoint } from '@attune/checkpoint';
import type * as z from 'zod';

import { channelsAgree, parseJson, preparation } from './run-config.ts';

const publishedImages = preparation.omit({ imageSize: true }).refine(channelsAgree);

/** How images must be made ready for weights, for a crop of 224 pixels, as their publisher says. */
export type PublishedImages = z.infer<typeof publishedImages>;

const key = 'attune.images';

/** A checkpoint whose metadata say how its publisher makes images ready, so that files
 * that are made of
 * it say so too; as it was where nothing is published. */
export function withPublishedImages<Given extends Pick<Checkpoint, 'metadata'>>(checkpoint: Given, published: PublishedImages | null): Given {
  if (published === null) return checkpoint;
  const { resizeSize, interpolation, mean, std } = published;
  return {
    ...checkpoint,
    metadata: new Map([...checkpoint.metadata, [key, JSON.stringify({ resizeSize, interpolation, mean, std } satisfies PublishedImages)]]),
  };
}

/** Null when a file says nothing of images, or nothing that this version knows. */
export function readPublishedImages(metadata: ReadonlyMap<string, string>): PublishedImages | null {
  const result = publishedImages.safeParse(parseJson(metadata.get(key) ?? 'null'));
  return result.success ? result.data : null;
}
