import type sharp from 'sharp';

import { MissingDecoderError } from '../errors.ts';

let loaded: Promise<typeof sharp> | undefined;

/** sharp, which decodes every format but BMP and PNM in Node. It is not installed along, for pages
 * have decoders of their own and would only download it.
 *
 * @throws {MissingDecoderError} where it is not installed, or not for this platform. */
export function loadSharp(): Promise<typeof sharp> {
  loaded ??= import('sharp').then(
    ({ default: found }) => configured(found),
    (cause: unknown) => {
      throw new MissingDecoderError(cause);
    },
  );
  return loaded;
}

/** One thread an image, many images at once: the pool of libuv stays busy, and the cores are not
 * divided twice. Nothing is decoded twice, so nothing is kept. */
function configured(found: typeof sharp): typeof sharp {
  found.concurrency(1);
  found.cache(false);
  return found;
}
