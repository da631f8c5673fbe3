import { type FileReason, ImageError, MissingDecoderError, reasonOf } from '../errors.ts';
import type { FileHeader } from '../pixels/file-header.ts';
import { pixelLimitFault } from '../pixels/image-header.ts';
import { mapParallel } from '../batches/parallel.ts';
import { lookOf } from '../pixels/perceptual-hash.ts';
import type { FileTree } from './file-tree.ts';
import type { CheckedImage, ImageEntry, Readable } from './image-entry.ts';

export interface CheckOptions {
  readonly deep: boolean;
  readonly maxPixels: number;
  /** That the network takes. Default: any. */
  readonly channels?: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called after each image with how many have been checked. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

const filesAtOnce = 16;

/** Divides image files into those that can be decoded and those that cannot: by header and end of
 * file, and by decoding where these leave a doubt. */
export async function checkImages(
  tree: FileTree,
  entries: readonly ImageEntry[],
  options: CheckOptions,
): Promise<{ images: CheckedImage[]; broken: FileReason[] }> {
  return checkEach(entries, ({ path }) => tree.readable(path), options);
}

/** Divides anything that can be read as an image into what is sound, with its header,
 * and what is broken. */
export async function checkEach<Item extends object>(
  items: readonly Item[],
  readable: (item: Item) => Readable,
  options: CheckOptions,
): Promise<{ images: (Item & { readonly header: FileHeader })[]; broken: FileReason[] }> {
  let done = 0;
  const checked = async (item: Item) => {
    const result = await check(readable(item), options);
    options.onProgress?.(++done);
    return result;
  };
  const results = await mapParallel(items, checked, { limit: filesAtOnce, signal: options.signal });
  return {
    images: items.flatMap((item, index) => {
      const result = results[index]!;
      return 'reason' in result ? [] : [{ ...item, header: result }];
    }),
    broken: results.filter((result): result is FileReason => 'reason' in result),
  };
}

async function check({ path, readHeader, decode }: Readable, { deep, maxPixels, channels }: CheckOptions): Promise<FileHeader | FileReason> {
  try {
    const header = await readHeader();
    const reason = pixelLimitFault(header, maxPixels);
    if (reason !== null) return { path, reason, kind: 'too-large' };
    if (header.whole === false) return { path, reason: 'the file is cut short', kind: 'cut-short' };
    if (!deep && header.whole !== null) return header;
    const image = await decode(header, channels);
    return deep ? { ...header, look: lookOf(image) } : header;
  } catch (cause) {
    if (MissingDecoderError.isInstance(cause)) throw cause;
    return { path, reason: cause instanceof ImageError ? cause.reason : reasonOf(cause), kind: 'unreadable' };
  }
}
