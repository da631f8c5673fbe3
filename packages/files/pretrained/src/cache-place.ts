import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Most characters of a name in the cache, of the 255 that file systems take. */
const mostCharacters = 100;
/** Of the SHA-256 of an address. */
const hexDigits = 16;

/** Where the cache has the file of an address: `HOST--FOLDER…--DIGEST/NAME`. The digest is of the
 * whole address, so no two addresses share a place, whatever a file system makes of upper and lower
 * case; the rest is for whoever looks into the folder. */
export function placeInCache(address: string): string {
  const { host, pathname } = new URL(address);
  const [last = '', ...folders] = pathname.split('/').reverse();
  const label = [host, ...folders.reverse().filter((folder) => folder !== '')].map(plain).join('--').slice(0, mostCharacters);
  const digest = bytesToHex(sha256(new TextEncoder().encode(address))).slice(0, hexDigits);
  return `${label}--${digest}/${plain(last).slice(-mostCharacters)}`;
}

/** With nothing that a file system could take amiss. */
function plain(part: string): string {
  return decoded(part).replaceAll(/[^\w.-]/gu, '_');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
