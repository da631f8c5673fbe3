import type { ImageFormat } from '../pixels/image-header.ts';
import { findText } from './find-text.ts';

/** What begins an embedded ICC profile, by format. AVIF says its colours in other ways
 * too, so its own rules hold. */
const marks: Partial<Record<ImageFormat, string>> = { jpeg: 'ICC_PROFILE\0', png: 'iCCP', webp: 'ICCP' };

/** Whether an image carries a colour profile, which the browser is to follow. */
export function hasColourProfile(bytes: Uint8Array, format: ImageFormat): boolean {
  if (format === 'avif') return true;
  const mark = marks[format];
  return mark !== undefined && findText(bytes, mark) >= 0;
}
