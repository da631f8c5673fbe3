const upright = 1;
const orientationTag = 0x0112;

/** A WebP that claims to be upright, and how it is to be turned. Chromium does not follow its EXIF
 * and other browsers do, so none is left to decide.
 *
 * Source: Google's "WebP Container Specification" (chunks), TIFF 6.0 section 2 (the
 *         directory in EXIF). */
export function takeOrientation(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly orientation: number } {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const exif = exifIn(view);
  const place = exif && orientationIn(view, exif);
  if (place === null) return { bytes, orientation: upright };
  const orientation = view.getUint16(place.at, place.littleEndian);
  view.setUint16(place.at, upright, place.littleEndian);
  return { bytes: copy, orientation };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The EXIF chunk's TIFF part, without the "Exif" that some programs put before it. */
function exifIn(view: DataView): Span | null {
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const [start, end] = [at + 8, Math.min(view.byteLength, at + 8 + size)];
    if (textAt(view, at) === 'EXIF') return { start: end - start >= 6 && textAt(view, start) === 'Exif' ? start + 6 : start, end };
    at += 8 + size + (size % 2);
  }
  return null;
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

function orientationIn(view: DataView, { start, end }: Span): { readonly at: number; readonly littleEndian: boolean } | null {
  if (end - start < 8) return null;
  const littleEndian = view.getUint16(start, true) === 0x4949;
  const directory = start + view.getUint32(start + 4, littleEndian);
  const entries = directory + 2 <= end ? view.getUint16(directory, littleEndian) : 0;
  for (let entry = directory + 2, left = entries; left > 0 && entry + 12 <= end; entry += 12, left--)
    if (view.getUint16(entry, littleEndian) === orientationTag) return { at: entry + 8, littleEndian };
  return null;
}
