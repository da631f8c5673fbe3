import { ImageError } from '../../errors.ts';
import type { ImageSource } from '../../batches/image-split.ts';
import type { RgbImage } from '../../pixels/image.ts';
import type { ImageContent } from '../../batches/dataset.ts';
import type { ImageMemory } from '../../batches/kept-source.ts';
import type { ViewRequest } from '../../augmentation/view-request.ts';
import type { EncodedImage } from '../encoded-image.ts';
import type { ImageTask } from './image-task.ts';
import { type LoaderPool, loaderPool } from './loader-threads.ts';
import { stopFlagOf } from './stop-flag.ts';

export interface ThreadedSourceConfig {
  readonly images: readonly EncodedImage[];
  /** The same images, for those who want them as they are. */
  readonly here: ImageSource;
  readonly memory: ImageMemory;
  readonly loaderThreads: number;
}

/** Images that threads read, decode and look at, each decoded once as far as the memory goes. */
export class ThreadedSource implements ImageSource {
  readonly labels: Int32Array;
  readonly targets: Float32Array | undefined;
  readonly #images: readonly EncodedImage[];
  readonly #here: ImageSource;
  readonly #memory: ImageMemory;
  readonly #pool: LoaderPool;
  /** In shared memory: no thread needs a copy. */
  readonly #kept = new Map<number, RgbImage>();

  constructor({ images, here, memory, loaderThreads }: ThreadedSourceConfig) {
    this.labels = here.labels;
    this.targets = here.targets;
    this.#images = images;
    this.#here = here;
    this.#memory = memory;
    this.#pool = loaderPool(loaderThreads);
  }

  nameOf(index: number): string {
    return this.#here.nameOf(index);
  }

  contentOf(index: number): ImageContent {
    return this.#here.contentOf!(index);
  }

  read(index: number, signal?: AbortSignal): RgbImage | Promise<RgbImage> {
    return this.#kept.get(index) ?? this.#here.read(index, signal);
  }

  async view(index: number, request: ViewRequest, signal?: AbortSignal): Promise<Float32Array> {
    const { path, header } = this.#images[index]!;
    const source = this.#kept.get(index) ?? ownCopy(await this.#images[index]!.encoded());
    signal?.throwIfAborted();
    const keep = !this.#kept.has(index) && this.#memory.fits(header.width * header.height * 3);
    const task: ImageTask = { path, header, source, request, keep, stopped: stopFlagOf(signal) };
    const answer = await this.#pool.run(task, { transferList: source instanceof Uint8Array ? [source.buffer] : [] });
    if (answer === null) throw signal?.reason;
    if ('reason' in answer) throw new ImageError({ path, reason: answer.reason, cause: answer.cause });
    if (answer.image !== null) this.#keep(index, answer.image);
    return answer.seen;
  }

  #keep(index: number, image: RgbImage): void {
    if (!this.#kept.has(index) && this.#memory.take(image.data.byteLength)) this.#kept.set(index, image);
  }
}

/** Bytes that may be handed over: a part of a larger buffer would take all of it along. */
function ownCopy(source: string | Uint8Array): string | Uint8Array<ArrayBuffer> {
  return typeof source === 'string' ? source : new Uint8Array(source);
}
