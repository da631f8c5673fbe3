import { readFile, readdir } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { hasChromium } from '../../../../../tools/testing/chromium.ts';
import { type RgbImage, decodeImage, preprocess, preprocessingFor, scanFolder } from '../../src/index.ts';
import { BrowserDecoder, base64, distance } from './decoder.ts';

const data = process.env.ATTUNE_DATA;
const cases = data === undefined ? '' : join(data, '..', 'cases');
const file = (name: string) => join(cases, 'files', name);

let browser: BrowserDecoder;

beforeAll(async () => {
  if (hasChromium) browser = await BrowserDecoder.open();
});

afterAll(() => browser?.close());

describe.skipIf(!hasChromium)('decodeImageFile in a worker of Chromium', () => {
  test('refuses HEIC, text and nothing in Node’s words', async () => {
    const files = [Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.from('<html>'), new Uint8Array()];
    const words = await Promise.all(files.map((bytes) => decodeImage(bytes).then(String, String)));
    expect(await browser.decode(files)).toEqual(words);
  });
});

interface Picture {
  readonly size_wh: [number, number];
  readonly mean_rgb: number[];
}

describe.skipIf(!hasChromium || data === undefined)('cases in Chromium', () => {
  const expected = data === undefined ? {} : (JSON.parse(readFileSync(join(cases, 'expected.json'), 'utf8')) as Record<string, Record<string, unknown>>);

  test('E01 … E18: every picture equals Node within 1 level, and its mean is the expected one', async () => {
    const names = (await readdir(file('img'))).sort();
    const there = await browser.decode(await Promise.all(names.map((name) => readFile(file(`img/${name}`)))));
    for (const [at, name] of names.entries()) {
      const here = await decodeImage(file(`img/${name}`)).catch(String);
      const found = there[at]!;
      if (typeof here === 'string') expect(found, name).toBeTypeOf('string');
      else {
        expect(found, name).not.toBeTypeOf('string');
        expect(distance(here, found as RgbImage), name).toBeLessThanOrEqual(1);
        expectMean(found as RgbImage, pictureOf(name, expected[`img/${name}`]!), name);
      }
    }
    expect(there[names.indexOf('E09_truncated.jpg')]).toContain('cut short');
    expect(there[names.indexOf('E12_bomb_16000.png')]).toContain('16000 × 16000 = 256,000,000 pixels, above the limit of 178,956,970 (maxPixels)');
  });

  test.each(['D01_hidden', 'D02_empty_class', 'D03_order', 'D05_uppercase', 'D09_bad_files'])(
    '%s: classes, files, skipped, broken and faults are those of Node',
    async (name) => {
      const root = file(`tree/${name}`);
      const here = await scanFolder(root);
      const there = await browser.ask<Scan>({ kind: 'scan', files: await filesBelow(root) });
      expect(there.classes).toEqual(here.classes);
      expect(there.train).toEqual(here.train.map(({ name: path }) => path));
      expect(there.broken.map(({ reason }) => reason)).toEqual(here.broken.map(({ reason }) => reason));
      expect(there.faults.map(({ kind }) => kind)).toEqual(here.faults.map(({ kind }) => kind));
    },
  );
});

interface Scan {
  readonly classes: readonly string[];
  readonly train: readonly string[];
  readonly broken: readonly { readonly reason: string }[];
  readonly faults: readonly { readonly kind: string }[];
}

async function filesBelow(root: string): Promise<{ path: string; bytes: string }[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((found) => found.isFile()).map((found) => join(found.parentPath, found.name));
  return Promise.all(paths.map(async (path) => ({ path: relative(root, path), bytes: base64(await readFile(path)) })));
}

function pictureOf(name: string, answers: Record<string, unknown>): Picture {
  if (name === 'E07_palette_trns.png') return answers['over_white'] as Picture;
  if (name === 'E05_gray16.png') return { size_wh: [0, 0], mean_rgb: [127.5, 127.5, 127.5] };
  const pil = answers['pil'] as Record<string, Picture>;
  return name.startsWith('E01') ? pil['rgb_after_exif_transpose']! : pil['rgb_plain']!;
}

function expectMean({ width, height, data: pixels }: RgbImage, { mean_rgb }: Picture, name: string): void {
  const tolerance = name.endsWith('.jpg') ? 3 : 0.001;
  for (const channel of [0, 1, 2]) {
    const mean = pixels.filter((_, at) => at % 3 === channel).reduce((sum, value) => sum + value, 0) / (width * height);
    expect(Math.abs(mean - mean_rgb[channel]!), name).toBeLessThanOrEqual(tolerance);
  }
}

describe.skipIf(!hasChromium || data === undefined)('photos in Chromium', () => {
  test('50 ants-and-bees photos equal Node within 2 levels at 224²', async () => {
    const paths = (await scanFolder(join(data!, 'hymenoptera'))).train
      .filter((_, at) => at % 4 === 0)
      .slice(0, 50)
      .map(({ path }) => path);
    expect(paths).toHaveLength(50);
    const files = await Promise.all(paths.map((path) => readFile(path)));
    const there = await browser.decode(files, 224);
    const plain = { ...preprocessingFor({ imageSize: 224 }), mean: [0, 0, 0], std: [1, 1, 1] } as const;
    const distances = await Promise.all(
      files.map(async (bytes, at) => {
        const values = preprocess(await decodeImage(bytes), plain);
        return distance({ width: 224, height: 224, data: Uint8Array.from(values, (value) => Math.round(value * 255)) }, there[at] as RgbImage);
      }),
    );
    expect(Math.max(...distances)).toBeLessThanOrEqual(2);
  });
});
