import type { EncodePicture } from '@attune/report';

/** A JPEG as a `data:` address. */
export const encodePicture: EncodePicture = async ({ width, height, data }, side) => {
  const cut = Math.min(width, height);
  const size = Math.min(side, cut);
  const whole = new OffscreenCanvas(width, height);
  const pixels = new ImageData(width, height);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) pixels.data.set([data[from]!, data[from + 1]!, data[from + 2]!, 255], to);
  whole.getContext('2d')!.putImageData(pixels, 0, 0);
  const small = new OffscreenCanvas(size, size);
  const context = small.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, size, size);
  const bytes = new Uint8Array(await (await small.convertToBlob({ type: 'image/jpeg', quality: 0.72 })).arrayBuffer());
  return `data:image/jpeg;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
};
