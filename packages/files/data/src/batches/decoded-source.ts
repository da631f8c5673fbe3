import { type FileHeader, contentMark } from '../pixels/file-header.ts';
import { targetRows } from '../labels/target-rows.ts';
import type { ImageContent } from './dataset.ts';
import type { ImageSource } from './image-split.ts';
import type { RgbImage } from '../pixels/image.ts';
import { Budget } from './parallel.ts';

/** Pixels under way at once, in bytes. Two batches of 32 phone photos would take 2 GB;
 * ordinary web photos never reach it. */
const bytesUnderWay = 256 * 1024 * 1024;

/** An image that is decoded when it is wanted. */
export interface DecodableImage {
  readonly name: string;
  readonly key: string;
  readonly label: number;
  /** Of several labels or numbers. */
  readonly targets?: readonly number[];
  readonly header: FileHeader;
  decode(header: FileHeader): Promise<RgbImage>;
  digest(): Promise<string>;
}

/** Images that are decoded each time they are read. A batch's images are handed to the decoder's
 * threads at once, so that they go on while a training step holds the main thread, as
 * far as the memory budget allows. */
export function decodedSource(images: readonly DecodableImage[]): ImageSource {
  const budget = new Budget(bytesUnderWay);
  const at = (index: number): DecodableImage => {
    const image = images[index];
    if (image === undefined) throw new RangeError(`There is no image ${index}: the split holds ${images.length}.`);
    return image;
  };
  return {
    labels: Int32Array.from(images, ({ label }) => label),
    targets: targetRows(images),
    nameOf: (index) => at(index).name,
    contentOf: (index) => contentOf(at(index)),
    read: async (index, signal) => {
      const image = at(index);
      return budget.run(image.header.width * image.header.height * 3, async () => {
        signal?.throwIfAborted();
        return image.decode(image.header);
      });
    },
  };
}

function contentOf({ key, header, digest }: DecodableImage): ImageContent {
  return { key, mark: contentMark(header), digest: () => digest(), ...(header.look === undefined ? {} : { look: header.look }) };
}
