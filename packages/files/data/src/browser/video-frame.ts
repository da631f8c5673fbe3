import type { RgbImage } from '../pixels/image.ts';
import type { BrowserFile } from './browser-file.ts';
import { pixelsOf } from './pixels-of.ts';

/** The frame that a video or camera shows now, at the camera's own size.
 *
 * @throws {RangeError} when there is none yet. */
export function frameFromVideo(video: HTMLVideoElement): RgbImage {
  return pixelsOf(video, sizeOf(video));
}

/** The pixels of a frame that was handed to a worker. */
export function frameFromBitmap(frame: ImageBitmap): RgbImage {
  return pixelsOf(frame, frame);
}

/** The frame that a video or camera shows now, as a file for `browserDataset`. Frames of one burst
 * belong into one `group`, for they show nearly the same.
 *
 * @throws {RangeError} when there is none yet. */
export async function fileFromVideo(video: HTMLVideoElement, { path, group }: { readonly path: string; readonly group: string }): Promise<BrowserFile> {
  const { width, height } = sizeOf(video);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return { path, file: await canvas.convertToBlob({ type: 'image/png' }), group };
}

/** The size of a video is known before its first frame is. */
function sizeOf({ videoWidth: width, videoHeight: height, readyState }: HTMLVideoElement): { readonly width: number; readonly height: number } {
  if (readyState < HTMLMediaElement.HAVE_CURRENT_DATA) throw new RangeError('The video shows no frame yet: wait for its "loadeddata" event.');
  return { width, height };
}
