import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of every photo of ants and bees. */
export async function photosOf(data: string): Promise<string[]> {
  const folder = join(data, 'hymenoptera');
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((path) => path.endsWith('.jpg'))
    .map((path) => join(folder, path))
    .toSorted();
}

/** A ResNet-18 with a thousand classes. */
export function modelOf(data: string): string {
  return join(data, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors');
}

/** Bytes that are called an image and are none that can be read. */
export async function hostileFiles(photo: string): Promise<Buffer[]> {
  const jpeg = await readFile(photo);
  return [
    jpeg.subarray(0, jpeg.length / 2),
    Buffer.from('P6\n99999 99999\n255\nxyz'),
    Buffer.from('this is no image'),
    Buffer.from('PK\u0003\u0004 and what follows'),
    Buffer.of(0xff),
  ];
}
