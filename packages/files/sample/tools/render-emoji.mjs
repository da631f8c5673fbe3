import sharp from 'sharp';

/** Draws an icon into the middle of a white square, `size` pixels wide: [size, size, 3], each value
 * 0 … 255. */
export async function renderEmoji({ body, width, height }, size) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${size}" height="${size}">${body}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
}
