import { readBytesHeader } from '../pixels/file-header.ts';
import type { Targeted } from '../labels/target-rows.ts';
import type { CheckedImage, Readable } from '../tree/image-entry.ts';
import { decodeEncoded } from './decode-image.ts';
import { digestOf } from './digest.ts';
import { readFileHeader } from './image-file.ts';
import { lookAt } from './regular-file.ts';

/** An image whose header has been read, with where its bytes are. */
export type EncodedImage = CheckedImage & Pick<Targeted, 'targets'> & Pick<Readable, 'encoded' | 'digest'>;

/** An image in a file of its own. */
export function imageInFile(path: string): Readable {
  return {
    path,
    readHeader: () => readFileHeader(path),
    encoded: async () => path,
    decode: (header, channels) => decodeEncoded(path, { path, header, channels }),
    digest: async () => digestOf(path, (await lookAt(path))?.size ?? 0),
  };
}

/** An image whose bytes are fetched from somewhere. */
export function imageInBytes(path: string, read: () => Promise<Uint8Array>): Readable {
  return {
    path,
    readHeader: async () => readBytesHeader(await read()),
    encoded: read,
    decode: async (header, channels) => decodeEncoded(await read(), { path, header, channels }),
    digest: async () => {
      const bytes = await read();
      return digestOf(bytes, bytes.length);
    },
  };
}
