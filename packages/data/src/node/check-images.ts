import { type FileReason, ImageError } from '../errors.ts';
import { pixelLimitFault } from '../image-header.ts';
import { decodeFile, reasonOf } from './decode-image.ts';
import { type FileHeader, readFileHeader } from './image-file.ts';
import { mapParallel } from './parallel.ts';

/** An image file and its class. */
export interface ImageEntry {
  readonly path: string;
  /** The path below the dataset's root. */
  readonly name: string;
  readonly label: number;
}

/** An image file whose header has been read. */
export interface CheckedImage extends ImageEntry {
  readonly header: FileHeader;
}

export interface CheckOptions {
  readonly deep: boolean;
  readonly maxPixels: number;
  readonly signal: AbortSignal | undefined;
}

const filesAtOnce = 16;

/** Divides image files into those that can be decoded and those that cannot: by header and end of file, and by decoding where these leave a doubt. */
export async function checkImages(entries: readonly ImageEntry[], options: CheckOptions): Promise<{ images: CheckedImage[]; broken: FileReason[] }> {
  const results = await mapParallel(entries, (entry) => check(entry, options), { limit: filesAtOnce, signal: options.signal });
  return {
    images: results.filter((result): result is CheckedImage => 'header' in result),
    broken: results.filter((result): result is FileReason => 'reason' in result),
  };
}

async function check(entry: ImageEntry, { deep, maxPixels }: CheckOptions): Promise<CheckedImage | FileReason> {
  try {
    const header = await readFileHeader(entry.path);
    const reason = pixelLimitFault(header, maxPixels) ?? (header.whole === false ? 'the file is cut short' : null);
    if (reason !== null) return { path: entry.path, reason };
    if (deep || header.whole === null) await decodeFile(entry.path, header);
    return { ...entry, header };
  } catch (cause) {
    return { path: entry.path, reason: cause instanceof ImageError ? cause.reason : reasonOf(cause) };
  }
}
