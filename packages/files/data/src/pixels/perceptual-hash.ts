import { inColour } from './channels.ts';
import type { Rgb, RgbImage } from './image.ts';
import { resize } from './resize.ts';

/** What an image looks like from far away: the same for copies that were re-encoded,
 * resized or slightly changed. */
export interface ImageLook {
  /** 256 bits, eight words: whether each of 16 × 16 places is darker than the place to
   * its right. */
  readonly hash: Uint32Array;
  readonly mean: Rgb;
}

const side = 16;

/** Source: the difference hash of Krawetz,
 *         http://www.hackerfactor.com/blog/?/archives/529-Kind-of-Like-That.html, at 16 × 16. */
export function lookOf(image: RgbImage): ImageLook {
  const { data } = resize(inColour(image), { width: side + 1, height: side });
  const gray = (at: number) => data[at * 3]! * 299 + data[at * 3 + 1]! * 587 + data[at * 3 + 2]! * 114;
  const hash = new Uint32Array(8);
  for (let bit = 0; bit < side * side; bit++) {
    const at = Math.floor(bit / side) * (side + 1) + (bit % side);
    if (gray(at) < gray(at + 1)) hash[bit >> 5]! |= 1 << (bit & 31);
  }
  const mean = [0, 1, 2].map((channel) => data.reduce((sum, value, at) => sum + (at % 3 === channel ? value : 0), 0) / (data.length / 3));
  return { hash, mean: [mean[0]!, mean[1]!, mean[2]!] };
}

/** Bits that may differ, of 256. Re-encoded and resized copies of photos differ in
 * fewer; different photos hardly ever do. */
const bitsApart = 12;
/** Levels by which each mean colour may differ. */
const levelsApart = 8;

export function looksAlike(a: ImageLook, b: ImageLook): boolean {
  const bits = a.hash.reduce((sum, word, at) => sum + countBits(word ^ b.hash[at]!), 0);
  return bits <= bitsApart && a.mean.every((level, channel) => Math.abs(level - b.mean[channel]!) <= levelsApart);
}

/** Pieces of the hash, with their places: two hashes that differ in fewer bits than there are
 * pieces have one in common. */
export function hashPieces({ hash }: ImageLook): string[] {
  return [...hash].flatMap((word, at) => [`${at}:${word & 0xffff}`, `${at}:${word >>> 16}h`]);
}

function countBits(word: number): number {
  let rest = word;
  let bits = 0;
  for (; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
