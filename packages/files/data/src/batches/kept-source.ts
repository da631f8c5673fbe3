import type { ImageSource } from './image-split.ts';
import type { RgbImage } from '../pixels/image.ts';

/** What decoded images may take in memory where nobody says, in bytes: a few hundred
 * photos from the web. */
export const defaultKeptBytes = 256 * 1024 * 1024;

/** Room for decoded images, shared by the parts of a dataset. */
export class ImageMemory {
  #left: number;

  /** @param bytes the most that all images in it may take. */
  constructor(bytes: number = defaultKeptBytes) {
    this.#left = bytes;
  }

  /** Whether there is room for so many bytes. */
  fits(bytes: number): boolean {
    return bytes <= this.#left;
  }

  /** Whether there was room for so many bytes, which are taken then. */
  take(bytes: number): boolean {
    if (!this.fits(bytes)) return false;
    this.#left -= bytes;
    return true;
  }
}

/** The same images, each decoded once as far as the memory goes. The first to come
 * stay: an epoch reads every image once, so whatever else made room would be wanted
 * again before what it made room for. */
export function keptSource(source: ImageSource, memory: ImageMemory): ImageSource {
  const kept = new Map<number, RgbImage>();
  const keep = (index: number, image: RgbImage): RgbImage => {
    if (!kept.has(index) && memory.take(image.data.byteLength)) kept.set(index, image);
    return image;
  };
  return {
    labels: source.labels,
    targets: source.targets,
    nameOf: (index) => source.nameOf(index),
    contentOf: source.contentOf?.bind(source),
    read: (index, signal) => kept.get(index) ?? readAndKeep(source.read(index, signal), (image) => keep(index, image)),
  };
}

function readAndKeep(image: RgbImage | Promise<RgbImage>, keep: (image: RgbImage) => RgbImage): RgbImage | Promise<RgbImage> {
  return image instanceof Promise ? image.then(keep) : keep(image);
}
