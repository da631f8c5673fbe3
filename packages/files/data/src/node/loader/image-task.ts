import type { ImageHeader } from '../../pixels/image-header.ts';
import type { RgbImage } from '../../pixels/image.ts';
import type { ViewRequest } from '../../augmentation/view-request.ts';

/** What a thread is asked: an image, and how the network is to see it. */
export interface ImageTask {
  /** What to call it in an error. */
  readonly path: string;
  readonly header: ImageHeader;
  /** A path, the bytes of a file, or the decoded image where it was kept. */
  readonly source: string | Uint8Array | RgbImage;
  readonly request: ViewRequest;
  /** Whether the decoded image is wanted too. */
  readonly keep: boolean;
  /** [1]: not 0 once nobody waits for the answer. Shared, so that a thread sees it
   * while the main thread is at work. */
  readonly stopped: Int32Array;
}

/** What the network sees, with the decoded image in shared memory where it is wanted; or why there
 * is nothing to see; or `null` where nobody waits for it. */
export type ImageAnswer =
  | { readonly seen: Float32Array<ArrayBuffer>; readonly image: RgbImage | null }
  | { readonly reason: string; readonly cause: unknown }
  | null;
