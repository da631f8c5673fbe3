// Draws the emoji that the sample uses from the icon packages of npm, which are installed for this
// alone: a sheet of drawings for each style, without loss, and what is known of them. Takes a
// minute.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import sharp from 'sharp';

import { usableEmoji } from '../dist/choose-emoji.js';
import { drawingSide as side, sheetColumns as columns } from '../dist/drawing-set.js';
import { emojiStyles } from '../dist/styles.js';
import { renderEmoji } from './render-emoji.mjs';

const resolve = createRequire(import.meta.url).resolve;
const folder = new URL('../drawings/', import.meta.url);
const iconifyDefault = 16; // what Iconify's format means by a size that is left out

const sets = await Promise.all(emojiStyles.map(readIconSet));
const used = new Set(
  sets.flatMap((unseen) =>
    usableEmoji(
      unseen,
      sets.filter((set) => set !== unseen),
    ).map(({ name }) => name),
  ),
);
await mkdir(folder, { recursive: true });
for (const { style, icons, groups, credit } of sets) {
  const names = [...icons.keys()].filter((name) => used.has(name));
  const drawings = await Promise.all(names.map((name) => renderEmoji(icons.get(name), side)));
  await writeFile(new URL(`${style}.webp`, folder), await sheetOf(drawings));
  const lines = names.map((name) => JSON.stringify([name, groups.get(name) ?? null]));
  await writeFile(new URL(`${style}.json`, folder), `{ "credit": ${JSON.stringify(credit)}, "drawings": [\n${lines.join(',\n')}\n] }\n`);
}

/** Drawings in rows, from the upper left, on white. */
async function sheetOf(drawings) {
  const [width, height] = [columns * side, Math.ceil(drawings.length / columns) * side];
  const pixels = new Uint8Array(width * height * 3).fill(255);
  drawings.forEach((drawing, index) => {
    const [left, top] = [(index % columns) * side, Math.floor(index / columns) * side];
    for (let row = 0; row < side; row++) pixels.set(drawing.subarray(row * side * 3, (row + 1) * side * 3), ((top + row) * width + left) * 3);
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ lossless: true, effort: 6 })
    .toBuffer();
}

/** The icons, the group of each and whose work they are, from a style's npm package. */
async function readIconSet(style) {
  const [{ icons, width = iconifyDefault, height = iconifyDefault }, { categories }, { name, author, license }] = await Promise.all(
    ['icons', 'metadata', 'info'].map(async (part) => JSON.parse(await readFile(resolve(`@iconify-json/${style}/${part}.json`), 'utf8'))),
  );
  return {
    style,
    icons: new Map(Object.entries(icons).map(([icon, body]) => [icon, { width, height, ...body }])),
    places: new Map(Object.keys(icons).map((icon, place) => [icon, place])),
    groups: new Map(Object.entries(categories).flatMap(([group, members]) => members.map((member) => [member, group]))),
    credit: { style, name, author: author.name, url: author.url, licence: license.spdx, licenceUrl: license.url },
  };
}
