/** 32 bits of bytes as text: where it differs, they do. FNV-1a (Fowler, Noll and Vo). */
export function bytesMark(bytes: Uint8Array): string {
  let mark = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) mark = Math.imul(mark ^ bytes[at]!, 0x01000193);
  return `${bytes.length}-${(mark >>> 0).toString(16).padStart(8, '0')}`;
}

/** SHA-256 of bytes, in hexadecimal, in Node and in browsers. */
export async function bytesDigest(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes.slice());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
