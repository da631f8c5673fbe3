import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, test } from 'vitest';

import { renderEmoji } from '../tools/render-emoji.mjs';
import { drawingAt, readDrawingSet } from './drawing-set.ts';
import { emojiStyles } from './styles.ts';

interface IconsFile {
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
  readonly width?: number;
  readonly height?: number;
}

const resolve = createRequire(import.meta.url).resolve;

test.each(emojiStyles)('every fiftieth drawing of %s is the one that the icon package gives', async (style) => {
  const set = await readDrawingSet(style);
  const { icons, width = 16, height = 16 } = JSON.parse(readFileSync(resolve(`@iconify-json/${style}/icons.json`), 'utf8')) as IconsFile;
  const names = [...set.places.keys()].filter((_, place) => place % 50 === 49);
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) {
    const drawn = await renderEmoji({ width, height, ...icons[name]! }, 32);
    expect(Buffer.compare(drawingAt(set, set.places.get(name)!, 32), drawn), name).toBe(0);
  }
});

test('another size has the same colours', async () => {
  const set = await readDrawingSet('noto');
  const meanAt = (size: number) => drawingAt(set, 100, size).reduce((sum, value) => sum + value, 0) / (size * size * 3);
  for (const size of [16, 64, 224]) expect(Math.abs(meanAt(size) - meanAt(32))).toBeLessThan(3);
});
