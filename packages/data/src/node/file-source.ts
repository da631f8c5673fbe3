import type { ImageSource } from '../image-split.ts';
import type { CheckedImage } from './check-images.ts';
import { decodeFile } from './decode-image.ts';
import { Budget } from './parallel.ts';

/** Pixels under way at once, in bytes. Two batches of 32 phone photos would take 2 GB; ordinary web photos never reach it. */
const bytesUnderWay = 256 * 1024 * 1024;

/** Images that are decoded from their files each time they are read. A batch's files are handed to the decoder's threads at once, so that they go on while a training step
 * holds the main thread, as far as the memory budget allows. */
export function fileSource(images: readonly CheckedImage[]): ImageSource {
  const budget = new Budget(bytesUnderWay);
  const at = (index: number): CheckedImage => {
    const image = images[index];
    if (image === undefined) throw new RangeError(`There is no image ${index}: the split holds ${images.length}.`);
    return image;
  };
  return {
    labels: Int32Array.from(images, ({ label }) => label),
    nameOf: (index) => at(index).name,
    read: async (index, signal) => {
      const { path, header } = at(index);
      return budget.run(header.width * header.height * 3, async () => {
        signal?.throwIfAborted();
        return decodeFile(path, header);
      });
    },
  };
}
