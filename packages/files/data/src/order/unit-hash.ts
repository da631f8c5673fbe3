import { randomPurpose } from './order.ts';
import { keyedRandom } from './random.ts';

/** A number in [0, 1) that a seed and a name alone determine. The name is taken in Unicode's
 * composed form with `/` between folders, so that every system gives the same number.
 *
 * FNV-1a (Fowler, Noll and Vo) of the UTF-8 bytes is a key of the random sequence. */
export function unitHash(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name.normalize('NFC').replaceAll('\\', '/'))) hash = Math.imul(hash ^ byte, 0x01000193);
  return keyedRandom(randomPurpose.naming, seed, hash >>> 0)();
}
