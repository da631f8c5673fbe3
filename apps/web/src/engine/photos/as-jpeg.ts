import type { GatheredFile } from '../protocol/photos.ts';

const quality = 0.95;

/** Whether a file is of a format that phones write and folders of images do not hold,
 * by its name. */
export function isPhoneFormat(path: string): boolean {
  return /\.(avif|heic|heif)$/iu.test(path);
}

/** Photos of phones that folders of images do not hold, as JPEGs, where the browser decodes them.
 * What it cannot decode stays as it is, to be refused in words. */
export async function asJpeg(file: GatheredFile): Promise<GatheredFile> {
  if (!isPhoneFormat(file.path)) return file;
  const image = await createImageBitmap(file.file, { imageOrientation: 'from-image' }).catch(() => null);
  if (image === null) return file;
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(image, 0, 0);
  image.close();
  return { ...file, path: `${file.path}.jpg`, file: await canvas.convertToBlob({ type: 'image/jpeg', quality }) };
}
