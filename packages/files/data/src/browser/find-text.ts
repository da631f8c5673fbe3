/** Where a text of ASCII begins in bytes, from a place on; -1 when it does not. */
export function findText(bytes: Uint8Array, text: string, from = 0): number {
  const wanted = new TextEncoder().encode(text);
  let start = bytes.indexOf(wanted[0]!, from);
  while (start >= 0 && !wanted.every((byte, offset) => bytes[start + offset] === byte)) start = bytes.indexOf(wanted[0]!, start + 1);
  return start;
}
