import { decodedSource } from '../batches/decoded-source.ts';
import type { ImageSource } from '../batches/image-split.ts';
import { type ImageMemory, keptSource } from '../batches/kept-source.ts';
import type { CheckedImage } from '../tree/image-entry.ts';
import { decodeEncoded } from './decode-image.ts';
import type { EncodedImage } from './encoded-image.ts';
import { ThreadedSource } from './loader/threaded-source.ts';

export interface ImageSourceConfig {
  /** Where decoded images are kept, as far as it goes. */
  readonly memory: ImageMemory;
  /** That the network takes. */
  readonly channels: number;
  /** Threads that make what the network sees; 0 leaves it to the main thread. */
  readonly loaderThreads: number;
}

/** Images that are decoded when they are wanted, here or by threads. */
export function imageSource(images: readonly EncodedImage[], { memory, channels, loaderThreads }: ImageSourceConfig): ImageSource {
  const decodable = images.map((image) => ({
    ...image,
    decode: async (header: CheckedImage['header']) => decodeEncoded(await image.encoded(), { path: image.path, header, channels }),
  }));
  const here = decodedSource(decodable);
  return loaderThreads === 0 ? keptSource(here, memory) : new ThreadedSource({ images, here, memory, loaderThreads });
}
