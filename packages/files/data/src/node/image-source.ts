import { decodedSource } from '../batches/decoded-source.ts';
import type { ImageSource } from '../batches/image-split.ts';
import { type ImageMemory, keptSource } from '../batches/kept-source.ts';
import { decodeEncoded } from './decode-image.ts';
import type { EncodedImage } from './encoded-image.ts';
import { ThreadedSource } from './loader/threaded-source.ts';

export interface ImageSourceConfig {
  /** Where decoded images are kept, as far as it goes. */
  readonly memory: ImageMemory;
  /** Threads that make what the network sees; 0 leaves it to the main thread. */
  readonly loaderThreads: number;
}

/** Images that are decoded when they are wanted, here or by threads. */
export function imageSource(images: readonly EncodedImage[], { memory, loaderThreads }: ImageSourceConfig): ImageSource {
  const here = decodedSource(images.map((image) => ({ ...image, decode: async (header) => decodeEncoded(await image.encoded(), { ...image, header }) })));
  return loaderThreads === 0 ? keptSource(here, memory) : new ThreadedSource({ images, here, memory, loaderThreads });
}
