import type { FileHeader } from '../pixels/file-header.ts';
import type { RgbImage } from '../pixels/image.ts';

/** An image file and its class. */
export interface ImageEntry {
  readonly path: string;
  /** The path below the dataset's root. */
  readonly name: string;
  /** Its class and its path in that, with `/` between: the same wherever the dataset lies. */
  readonly key: string;
  readonly label: number;
}

/** An image file whose header has been read. */
export interface CheckedImage extends ImageEntry {
  readonly header: FileHeader;
}

/** An image whose bytes lie anywhere. */
export interface Readable {
  /** What to call it when it is broken. */
  readonly path: string;
  readHeader(): Promise<FileHeader>;
  /** @param channels any where left out. */
  decode(header: FileHeader, channels?: number): Promise<RgbImage>;
  /** A digest of its bytes. */
  digest(): Promise<string>;
  /** A path on a disk, or the bytes of a file. */
  encoded(): Promise<string | Uint8Array>;
}
