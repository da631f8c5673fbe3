import type { ImageFormat } from '../image-header.ts';

/** What begins an embedded ICC profile, by format. AVIF says its colours in other ways too, so its own rules hold. */
const marks: Partial<Record<ImageFormat, string>> = { jpeg: 'ICC_PROFILE\0', png: 'iCCP', webp: 'ICCP' };

/** Whether an image carries a colour profile, which the browser is to follow. */
export function hasColourProfile(bytes: Uint8Array, format: ImageFormat): boolean {
  if (format === 'avif') return true;
  const mark = marks[format];
  return mark !== undefined && holds(bytes, new TextEncoder().encode(mark));
}

function holds(bytes: Uint8Array, wanted: Uint8Array): boolean {
  let start = bytes.indexOf(wanted[0]!);
  while (start >= 0 && !wanted.every((byte, offset) => bytes[start + offset] === byte)) start = bytes.indexOf(wanted[0]!, start + 1);
  return start >= 0;
}
