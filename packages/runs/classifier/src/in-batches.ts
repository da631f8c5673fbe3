import { ImageError } from '@attune/data';

/** An image made ready, or why it could not be. */
export type Loaded<Image> =
  | { readonly image: Image; readonly seen: Float32Array; readonly error?: never }
  | { readonly image: Image; readonly error: ImageError; readonly seen?: never };

export interface BatchesOptions {
  readonly batchSize: number;
  readonly signal?: AbortSignal | undefined;
}

/** Batches that are read while the one before is used. */
const ahead = 2;

/** Makes images ready in their order and hands them out in batches, further ones under way. A lone
 * image is handed out at once.
 *
 * @throws what `load` throws but an {ImageError}; the signal's reason when it is aborted. */
export async function* inBatches<Image>(
  images: Iterable<Image> | AsyncIterable<Image>,
  load: (image: Image) => Promise<Float32Array>,
  { batchSize, signal }: BatchesOptions,
): AsyncGenerator<Loaded<Image>[]> {
  const most = batchSize === 1 ? 1 : batchSize * (1 + ahead);
  const waiting: Promise<Loaded<Image>>[] = [];
  for await (const image of images) {
    signal?.throwIfAborted();
    waiting.push(started(image, load));
    if (waiting.length === most) yield Promise.all(waiting.splice(0, batchSize));
  }
  while (waiting.length > 0) {
    signal?.throwIfAborted();
    yield Promise.all(waiting.splice(0, batchSize));
  }
}

/** A failure is reported when its turn comes; until then it must not count as unhandled. */
function started<Image>(image: Image, load: (image: Image) => Promise<Float32Array>): Promise<Loaded<Image>> {
  const loaded = load(image).then(
    (seen): Loaded<Image> => ({ image, seen }),
    (error: unknown): Loaded<Image> => {
      if (ImageError.isInstance(error)) return { image, error };
      throw error;
    },
  );
  loaded.catch(() => {});
  return loaded;
}
