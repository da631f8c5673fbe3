import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decodeImage, resize, stratifiedSplit } from '@attune/data';
import { describe, expect, it } from 'vitest';

import { runAttune } from './run-attune.ts';

/** Images and folders from other people's bug reports, beside the real data, with what PIL and
 * torchvision say of them. */
const cases = join(process.env['ATTUNE_DATA'] ?? '', '../cases');
const present = process.env['ATTUNE_DATA'] !== undefined && existsSync(join(cases, 'expected.json'));

interface Picture {
  readonly size_wh: readonly [number, number];
  readonly mean_rgb: readonly [number, number, number];
}

interface Expected {
  readonly pil?: { readonly rgb_plain?: Picture; readonly rgb_after_exif_transpose?: Picture };
  readonly over_white?: Picture;
  readonly scaled_v_div_257_mean?: number;
  readonly pil_bilinear_16_row3?: readonly number[];
  readonly pil_bilinear_23_row5?: readonly number[];
}

const expected = present ? (JSON.parse(readFileSync(join(cases, 'expected.json'), 'utf8')) as Record<string, Expected>) : {};
const image = (name: string) => join(cases, 'files/img', name);
const tree = (name: string) => join(cases, 'files/tree', name);

/** What is right by our rules: upright, over white, 16 bits scaled. */
function rightPicture({ pil, over_white, scaled_v_div_257_mean }: Expected): Picture {
  if (over_white !== undefined) return over_white;
  const picture = pil?.rgb_after_exif_transpose ?? pil!.rgb_plain!;
  return scaled_v_div_257_mean === undefined ? picture : { ...picture, mean_rgb: [scaled_v_div_257_mean, scaled_v_div_257_mean, scaled_v_div_257_mean] };
}

describe.skipIf(!present)('images that were reported against other libraries', () => {
  const readable = Object.entries(expected).filter(([file, { pil }]) => file.startsWith('img/') && pil?.rgb_plain !== undefined);

  it.each(readable)('attune inspect %s: size and mean are right', async (file, facts) => {
    const { code, stdout } = await runAttune('inspect', join(cases, 'files', file), '--json');
    expect(code).toBe(0);
    const { width, height, mean } = JSON.parse(stdout) as { width: number; height: number; mean: number[] };
    const right = rightPicture(facts);
    expect([width, height]).toEqual(right.size_wh);
    const tolerance = file.endsWith('.jpg') ? 3 : 0.01;
    right.mean_rgb.forEach((value, channel) => expect(Math.abs(mean[channel]! - value)).toBeLessThanOrEqual(tolerance));
  });

  it('E09, E12: a cut JPEG and a picture too large are refused in a line that names them and the limit', async () => {
    const cut = await runAttune('inspect', image('E09_truncated.jpg'));
    expect(cut).toMatchObject({ code: 2, stderr: expect.stringMatching(/E09_truncated\.jpg cannot be decoded/u) as string });
    const bomb = await runAttune('inspect', image('E12_bomb_16000.png'));
    expect(bomb).toMatchObject({ code: 2, stderr: expect.stringMatching(/256,000,000 pixels, above the limit of 178,956,970/u) as string });
  });

  it('E18: shrinking averages as PIL does, to the level', async () => {
    const { pil_bilinear_16_row3: row3, pil_bilinear_23_row5: row5 } = expected['img/E18_resize_checker.png']!;
    const checker = await decodeImage(image('E18_resize_checker.png'));
    const rowOf = (side: number, row: number) => {
      const { data } = resize(checker, { width: side, height: side });
      return Array.from({ length: side }, (_, column) => data[(row * side + column) * 3]);
    };
    expect(rowOf(16, 3)).toEqual(row3);
    expect(rowOf(23, 5)).toEqual(row5);
  });
});

interface Scan {
  readonly classes: readonly string[];
  readonly images: number;
  readonly skipped: readonly { readonly path: string }[];
  readonly broken: readonly { readonly path: string; readonly reason: string }[];
}

async function scan(name: string): Promise<Scan & { readonly code: number; readonly stderr: string }> {
  const { code, stdout, stderr } = await runAttune('data', tree(name), '--json');
  return { code, stderr, ...(JSON.parse(stdout) as Scan) };
}

describe.skipIf(!present)('folders that were reported against other libraries', () => {
  it('D01: hidden and system files are neither classes nor images, and how many there were is told', async () => {
    const { classes, images, skipped } = await scan('D01_hidden');
    expect({ classes, images }).toEqual({ classes: ['cat', 'dog'], images: 4 });
    expect(skipped.length).toBeGreaterThanOrEqual(6);
  });

  it('D02: an empty class is named, and moves no other’s index', async () => {
    const { code, classes, stderr } = await scan('D02_empty_class');
    expect(code).toBe(2);
    expect(classes).toEqual(['a', 'b', 'c']);
    expect(stderr).toMatch(/The class "b".*holds no images/u);
  });

  it('D03: classes are in the order of their code points', async () => {
    expect((await scan('D03_order')).classes).toEqual(['1', '10', '2', 'B', 'Z', '_x', 'a', 'Äpfel']);
  });

  it('D05: extensions may be in any case', async () => {
    expect((await scan('D05_uppercase')).images).toBe(5);
  });

  it('D09: a file of 0 bytes and a page in place of an image are found before training', async () => {
    const { broken } = await scan('D09_bad_files');
    expect(broken.map(({ path, reason }) => `${path.split('/').at(-1)}: ${reason}`)).toEqual([
      'empty.jpg: it is empty (0 bytes)',
      'text.png: it is not an image (it starts with "<html>404 no")',
    ]);
  });

  it('D11: a split takes its share of every class', () => {
    const labels = Int32Array.from({ length: 20 }, (_, index) => (index < 10 ? 0 : 1));
    const { validation } = stratifiedSplit(labels, { validationFraction: 0.2, seed: 0 });
    expect([0, 1].map((label) => [...validation].filter((index) => labels[index] === label).length)).toEqual([2, 2]);
  });
});
