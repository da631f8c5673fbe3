import { open } from 'node:fs/promises';

import { type FileHeader, readHeaderByParts } from '../file-header.ts';

/** Reads the header of an image file, and looks at its end.
 *
 * @throws {RangeError} saying why it is not an image that can be decoded. */
export async function readFileHeader(path: string): Promise<FileHeader> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (position: number, length: number) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    return await readHeaderByParts({ size, read });
  } finally {
    await file.close();
  }
}
