import type { FileHandle } from 'node:fs/promises';

import { type FileHeader, readHeaderByParts } from '../pixels/file-header.ts';
import { beginsLikeImage, signatureBytes } from '../pixels/image-header.ts';
import { openFile } from './regular-file.ts';

/** Reads the header of an image file, and looks at its end.
 *
 * @throws {RangeError} saying why it is not an image that can be decoded; what the file
 * system says. */
export async function readFileHeader(path: string): Promise<FileHeader> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    return await readHeaderByParts({ size, read: (position, length) => readPart(file, position, length) });
  } finally {
    await file.close();
  }
}

/** Whether a file is an image by its first bytes, whatever it is called.
 * `describeImage` tells whether it can be decoded.
 *
 * @throws what the file system says when it cannot be read. */
export async function isImageFile(path: string): Promise<boolean> {
  const file = await openFile(path);
  try {
    return beginsLikeImage(await readPart(file, 0, signatureBytes));
  } finally {
    await file.close();
  }
}

/** As much of the part as the file has. */
async function readPart(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
