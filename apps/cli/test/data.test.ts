import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeEach(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'), { train: 4, validation: 2 });
  vi.stubEnv('INIT_CWD', root);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

async function findings(...words: string[]): Promise<{ readonly code: number; readonly json: Record<string, unknown> }> {
  const { code, stdout } = await runAttune('data', ...words, '--json');
  return { code, json: JSON.parse(stdout) as Record<string, unknown> };
}

describe('data', () => {
  it('tells sizes, formats and how uneven the classes are', async () => {
    await rm(join(root, 'colours/train/red/0.ppm'));
    const { code, json } = await findings('colours');
    expect(code).toBe(0);
    const side = { smallest: 40, median: 40, largest: 40 };
    expect(json).toMatchObject({ images: 11, broken: [], faults: [], imbalance: 4 / 3, sizes: { width: side, height: side, formats: { pnm: 11 } } });
  });

  it('says of classes without parts that finetune holds some of each back, and of parts nothing', async () => {
    const holds = 'finetune holds back about a fifth of each class';
    expect((await runAttune('data', 'colours/train')).stdout).toContain(holds);
    expect((await runAttune('data', 'colours')).stdout).not.toContain(holds);
  });

  it('names classes that are probably one', async () => {
    await mkdir(join(root, 'colours/train/Red'));
    await copyFile(join(root, 'colours/train/red/0.ppm'), join(root, 'colours/train/Red/0.ppm'));
    expect((await findings('colours')).json['alike']).toEqual([['Red', 'red']]);
    expect((await runAttune('data', 'colours')).stdout).toContain('"Red" and "red" are classes of their own: if they are one, give them one name.');
  });

  it('finds a training image again among those to validate with', async () => {
    await copyFile(join(root, 'colours/train/red/3.ppm'), join(root, 'colours/val/red/again.ppm'));
    const { json } = await findings('colours');
    const paths = ['train', 'val'].map((part) => join(root, 'colours', part, 'red'));
    expect(json['duplicates']).toContainEqual({
      kind: 'identical',
      paths: [join(paths[0]!, '3.ppm'), join(paths[1]!, 'again.ppm')],
      acrossParts: true,
      acrossClasses: false,
    });
  });

  it('counts a test folder beside the other two, and finds a training image in it', async () => {
    await mkdir(join(root, 'colours/test/red'), { recursive: true });
    await copyFile(join(root, 'colours/train/red/1.ppm'), join(root, 'colours/test/red/same.ppm'));
    const { json } = await findings('colours');
    expect(json).toMatchObject({
      images: 13,
      counts: [
        { name: 'blue', test: 0 },
        { name: 'red', train: 4, validation: 2, test: 1 },
      ],
    });
    expect(json['duplicates']).toContainEqual(expect.objectContaining({ acrossParts: true, acrossClasses: false }));
    const { stdout } = await runAttune('data', 'colours');
    expect(stdout).toMatch(/class +training +validation +test\n/u);
    expect(stdout).toContain('the same file, in more than one of training, validation and test: ');
  });

  it('exits with 2 where training would refuse to start, and names the flag that leaves broken images out', async () => {
    await writeFile(join(root, 'colours/train/red/bad.png'), '<html>');
    const { code, stdout } = await runAttune('data', 'colours');
    expect(code).toBe(2);
    expect(stdout).toMatch(/Broken \(finetune refuses them.*--skip-broken\):\n.*bad\.png: it is not an image/u);
  });

  it('writes a contact sheet that shows every class and fetches nothing', async () => {
    await mkdir(join(root, 'colours/train/<b>'));
    await copyFile(join(root, 'colours/train/red/0.ppm'), join(root, 'colours/train/<b>/0.ppm'));
    const { code } = await findings('colours', '--html', 'sheet.html');
    expect(code).toBe(0);
    const page = await readFile(join(root, 'sheet.html'), 'utf8');
    expect(page.match(/src="data:image\/jpeg;base64,/gu)).toHaveLength(13);
    for (const heading of ['<h2>&lt;b&gt;</h2>', '<h2>blue</h2>', '<h3>training: 4</h3>', '<h3>validation: 2</h3>']) expect(page).toContain(heading);
    expect(page).not.toMatch(/https?:|<script/u);
  });

  it('finds the same image under two labels of a table', async () => {
    const rows = ['blue', 'red'].flatMap((label) => [0, 1, 2].map((index) => `colours/train/${label}/${index}.ppm,${label}`));
    await copyFile(join(root, 'colours/train/blue/0.ppm'), join(root, 'copy.ppm'));
    await writeFile(join(root, 'set.csv'), ['path,label', ...rows, 'copy.ppm,red'].join('\n'));
    const { json } = await findings('set.csv');
    expect(json['duplicates']).toEqual([
      expect.objectContaining({ paths: [expect.stringContaining('blue/0.ppm'), expect.stringContaining('copy.ppm')], acrossClasses: true }),
    ]);
  });

  it('reads a table, and tells what is broken in it', async () => {
    const rows = ['blue', 'red'].flatMap((label) => [0, 1, 2].map((index) => `colours/train/${label}/${index}.ppm,${label}`));
    await writeFile(join(root, 'set.csv'), ['path,label', ...rows, 'gone.png,red'].join('\n'));
    const { code, json } = await findings('set.csv');
    expect(code).toBe(2);
    expect(json).toMatchObject({ classes: ['blue', 'red'], images: 6, broken: [{ path: join(root, 'gone.png') }], faults: [] });
  });
});

describe('finetune on a table, with strong augmentation', () => {
  it('trains, and keeps in the run how images were varied', async () => {
    const rows = ['blue', 'red'].flatMap((label) => [0, 1, 2, 3].map((index) => `colours/train/${label}/${index}.ppm,${label}`));
    await writeFile(join(root, 'set.csv'), ['path,label', ...rows].join('\n'));
    const words = [
      '--arch',
      'resnet20',
      '--image-size',
      '16',
      '--epochs',
      '0,0,1',
      '--batch-size',
      '4',
      '--backend',
      'cpu',
      '--augment',
      'strong',
      '--out',
      'run',
    ];
    const { code, stderr } = await runAttune('finetune', 'set.csv', ...words);
    expect(stderr).not.toMatch(/attune:/u);
    expect(code).toBe(0);
    const { training } = JSON.parse(await readFile(join(root, 'run/run.json'), 'utf8')) as { training: Record<string, unknown> };
    expect(training['augment']).toBe('strong');
  });
});
