import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { DatasetError, ImageError, type RgbImage, decodeImage, describeImage, imageFolder, imageFolderEvaluation, resize, scanFolder } from '../src/index.ts';

const data = process.env.ATTUNE_DATA;
const root = data === undefined ? '' : join(data, '..', 'cases');
const file = (name: string) => join(root, 'files', name);

interface Picture {
  readonly size_wh: [number, number];
  readonly mean_rgb: number[];
  readonly corners: Record<'tl' | 'tr' | 'bl' | 'br', number[]>;
}

/** Public bug reports as inputs; their ids are in the titles. */
describe.skipIf(data === undefined)('cases', () => {
  const expected = data === undefined ? {} : (JSON.parse(readFileSync(join(root, 'expected.json'), 'utf8')) as Record<string, Record<string, unknown>>);
  const pil = (name: string) => expected[name]!.pil as { rgb_plain: Picture; rgb_after_exif_transpose: Picture };

  test('D01: hidden files and folders are no classes, and are counted', async () => {
    const scan = await scanFolder(file('tree/D01_hidden'));
    expect(scan).toMatchObject({ classes: ['cat', 'dog'], broken: [], faults: [] });
    expect(scan.train).toHaveLength(4);
    expect(scan.skipped).toHaveLength(8);
  });

  test('D02: an empty class is an error that names it, and keeps its place at evaluation', async () => {
    await expect(imageFolder(file('tree/D02_empty_class'))).rejects.toMatchObject({
      code: 'ATTUNE_DATASET',
      faults: [{ kind: 'empty-class', path: file('tree/D02_empty_class/b') }],
    });
    const evaluation = await imageFolderEvaluation(file('tree/D02_empty_class'));
    expect(evaluation.classes).toEqual(['a', 'b', 'c']);
    expect([...evaluation.images.labels]).toEqual([0, 2]);
  });

  test('D03: classes are in code-point order', async () => {
    const { torchvision } = expected['tree/D03_order'] as { torchvision: { classes: string[] } };
    expect((await scanFolder(file('tree/D03_order'))).classes).toEqual(torchvision.classes);
  });

  test('D05: extensions are matched in any case', async () => {
    expect((await scanFolder(file('tree/D05_uppercase'))).train).toHaveLength(5);
  });

  test('D09: files that are no images are named before training, together, and left out on request', async () => {
    const broken = [file('tree/D09_bad_files/x/empty.jpg'), file('tree/D09_bad_files/x/text.png')];
    expect((await scanFolder(file('tree/D09_bad_files'))).broken.map(({ path }) => path)).toEqual(broken);
    const fault = await imageFolder(file('tree/D09_bad_files')).catch((cause: unknown) => cause as DatasetError);
    expect(fault).toBeInstanceOf(DatasetError);
    for (const path of broken) expect((fault as DatasetError).message).toContain(path);
    const evaluation = await imageFolderEvaluation(file('tree/D09_bad_files'), { skipBroken: true });
    expect(evaluation.images.size).toBe(2);
    expect(evaluation.skipped.map(({ path }) => path)).toEqual(broken);
  });

  test.each(['E01_exif_3.jpg', 'E01_exif_6.jpg'])('E01: %s is turned as its EXIF says', async (name) => {
    expectPicture(await decodeImage(file(`img/${name}`)), pil(`img/${name}`).rgb_after_exif_transpose, 3);
  });

  test.each(['E03_cmyk_adobe.jpg', 'E14_progressive.jpg', 'E17_gray.jpg'])('E03, E14, E17: %s equals Pillow within 3 levels', async (name) => {
    expectPicture(await decodeImage(file(`img/${name}`)), pil(`img/${name}`).rgb_plain, 3);
  });

  test.each(['E07_palette_2bit.png', 'E10_animated.gif', 'E17_1bit.png'])('E07, E10, E17: %s equals Pillow exactly', async (name) => {
    expectPicture(await decodeImage(file(`img/${name}`)), pil(`img/${name}`).rgb_plain, 0);
  });

  test('E05: 16-bit gray is scaled, not clipped', async () => {
    const image = await decodeImage(file('img/E05_gray16.png'));
    expect(Array.from({ length: 16 }, (_, column) => image.data[column * 3])).toEqual(expected['img/E05_gray16.png']!.scaled_first_row);
    expect((await describeImage(file('img/E05_gray16.png'))).mean).toEqual([127.5, 127.5, 127.5]);
  });

  test('E07: transparency lies over white', async () => {
    expectPicture(await decodeImage(file('img/E07_palette_trns.png')), expected['img/E07_palette_trns.png']!.over_white as Picture, 0);
  });

  test('E09: a JPEG that is cut short is an error with its path', async () => {
    await expect(decodeImage(file('img/E09_truncated.jpg'))).rejects.toMatchObject({ code: 'ATTUNE_IMAGE', path: file('img/E09_truncated.jpg') });
  });

  test('E12: a huge picture in a small file is refused from its header, with the limit', async () => {
    const fault = await decodeImage(file('img/E12_bomb_16000.png')).catch((cause: unknown) => cause as ImageError);
    expect((fault as ImageError).message).toContain('16000 × 16000 = 256,000,000 pixels, above the limit of 178,956,970 (maxPixels)');
  });

  test('E18: resizing averages as Pillow does', async () => {
    const image = await decodeImage(file('img/E18_resize_checker.png'));
    const row = (size: number, at: number) =>
      Array.from({ length: size }, (_, column) => resize(image, { width: size, height: size }).data[(at * size + column) * 3]);
    expect(row(16, 3)).toEqual(expected['img/E18_resize_checker.png']!.pil_bilinear_16_row3);
    expect(row(23, 5)).toEqual(expected['img/E18_resize_checker.png']!.pil_bilinear_23_row5);
  });
});

function expectPicture({ width, height, data: pixels }: RgbImage, { size_wh, mean_rgb, corners }: Picture, tolerance: number): void {
  expect([width, height]).toEqual(size_wh);
  const pixel = (x: number, y: number) => [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  const found = { tl: pixel(1, 1), tr: pixel(width - 2, 1), bl: pixel(1, height - 2), br: pixel(width - 2, height - 2) }; // the corners were taken one pixel in
  const distance = Math.max(
    ...(['tl', 'tr', 'bl', 'br'] as const).flatMap((corner) => corners[corner].map((value, channel) => Math.abs(value - found[corner][channel]!))),
  );
  expect(distance).toBeLessThanOrEqual(tolerance);
  for (const channel of [0, 1, 2]) {
    const mean = pixels.filter((_, at) => at % 3 === channel).reduce((sum, value) => sum + value, 0) / (width * height);
    expect(Math.abs(mean - mean_rgb[channel]!)).toBeLessThanOrEqual(tolerance + 0.001); // the expected means are rounded to three digits
  }
}
