import type { Arbitrary } from 'fast-check';

/** One listing of an image in a generated source. */
export interface Listing {
  /** The image's number, which is in its pixels. */
  readonly id: number;
  /** Its class, or `null` where it must be left out and reported. */
  readonly label: string | null;
  /** The part that the source says it is of; `null` where it is divided. */
  readonly part: 'train' | 'validation' | 'test' | null;
  /** What its report's path ends in, where it is left out. */
  readonly place: string;
}

/** A dataset that was written, with what must become of each image in it. */
export interface GeneratedSource {
  readonly path: string;
  readonly listings: readonly Listing[];
  /** Ends of paths that must be reported too: links that lead elsewhere, what is not an image. */
  readonly reported: readonly string[];
}

/** A kind of source: what may be in one, and how it is written into an empty folder. */
export interface SourceKind<Plan> {
  readonly plan: Arbitrary<Plan>;
  write(folder: string, plan: Plan): Promise<GeneratedSource>;
}

/** A PPM of two pixels, which begin with the lower and the upper byte of its number. */
export function picture(id: number): Uint8Array {
  return Buffer.concat([Buffer.from('P6 2 1 255\n'), Buffer.of(id & 255, 7, 8, id >> 8, 9, 10)]);
}

/** The number in a decoded picture. */
export function idOf(pixels: Uint8Array): number {
  return pixels[0]! + pixels[3]! * 256;
}
