import { readBytesHeader } from '../pixels/file-header.ts';
import type { CheckedImage, Readable } from '../tree/image-entry.ts';
import { decodeEncoded } from './decode-image.ts';
import { digestOf } from './digest.ts';
import { readFileHeader } from './image-file.ts';
import { lookAt } from './regular-file.ts';

/** An image that is checked, and later decoded, from a file or from bytes that lie elsewhere. */
export interface EncodedReadable extends Readable {
  /** A path, or the bytes of a file. */
  encoded(): Promise<string | Uint8Array>;
}

/** An image whose header has been read, with where its bytes are. */
export type EncodedImage = CheckedImage & Pick<EncodedReadable, 'encoded' | 'digest'>;

/** An image in a file of its own. */
export function imageInFile(path: string): EncodedReadable {
  return {
    path,
    readHeader: () => readFileHeader(path),
    encoded: async () => path,
    decode: (header) => decodeEncoded(path, { path, header }),
    digest: async () => digestOf(path, (await lookAt(path))?.size ?? 0),
  };
}

/** An image whose bytes are fetched from somewhere. */
export function imageInBytes(path: string, read: () => Promise<Uint8Array>): EncodedReadable {
  return {
    path,
    readHeader: async () => readBytesHeader(await read()),
    encoded: read,
    decode: async (header) => decodeEncoded(await read(), { path, header }),
    digest: async () => {
      const bytes = await read();
      return digestOf(bytes, bytes.length);
    },
  };
}
