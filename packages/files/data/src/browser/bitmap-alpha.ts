const alphaMaskAt = 14 + 52; // the file's header, then the place in BITMAPV4HEADER
const version4Bytes = 108;

/** A copy of a BMP that does not claim transparency: the fourth byte of a pixel is
 * padding to most programs. */
export function withoutBitmapAlpha(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  if (copy.length >= 14 + version4Bytes && view.getUint32(14, true) >= version4Bytes) view.setUint32(alphaMaskAt, 0, true);
  return copy;
}
