import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { untilThere } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

interface Predicted {
  readonly path: string;
  readonly top: readonly { readonly class: string; readonly probability: number }[];
}

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
  const shared = [
    'finetune',
    'colours',
    '--arch',
    'resnet20',
    '--image-size',
    '32',
    '--recipe',
    'head-only',
    '--epochs',
    '2',
    '--batch-size',
    '8',
    '--no-report',
  ];
  for (const seed of ['1', '2']) expect((await runAttune(...shared, '--seed', seed, '--out', `run${seed}`)).code).toBe(0);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

async function predicted(...words: string[]): Promise<Predicted[]> {
  const { code, stdout, stderr } = await runAttune('predict', ...words, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Predicted[];
}

const byClass = ({ top }: Predicted) => new Map(top.map((guess) => [guess.class, guess.probability]));

const rowsOf = async (file: string) => (await readFile(join(root, file), 'utf8')).trim().split('\r\n');

describe('predict --csv', () => {
  it('writes a row for each image in their order, with what --json says', async () => {
    const found = await predicted('run1', 'colours/val/red', '--csv', 'out.csv', '--top', '1');
    const [head, ...rows] = await rowsOf('out.csv');
    expect(head).toBe('path,class,probability,unknown,error');
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual(found.map(({ path, top }) => [path, top[0]!.class, String(top[0]!.probability)]));
    expect(rows).toHaveLength(6);
    expect(existsSync(join(root, 'out.csv.partial'))).toBe(false);
  });

  it('goes on with what a stopped one left, a line that was cut off among it', async () => {
    await predicted('run1', 'colours/val/red', '--csv', 'whole.csv');
    const stopping = runAttune('predict', 'run1', 'colours/val/red', '--csv', 'stopped.csv', '--batch-size', '1');
    const partial = join(root, 'stopped.csv.partial');
    await untilThere(partial, stopping);
    process.emit('SIGINT');
    expect((await stopping).code).toBe(130);
    const [asked] = (await readFile(partial, 'utf8')).split('\n');
    const kept = { path: 'colours/val/red/0.ppm', top: [{ class: 'from before', probability: 1 }] };
    await writeFile(partial, `${asked}\n${JSON.stringify(kept)}\n`);
    await appendFile(partial, '{"path": "colours/val/red/1.p');
    const { code, stderr } = await runAttune('predict', 'run1', 'colours/val/red', '--csv', 'stopped.csv');
    expect([code, stderr]).toEqual([0, expect.stringContaining('1 image of 6 classified before; going on.')]);
    const [, first, ...rest] = await rowsOf('stopped.csv');
    expect(first).toMatch(/^colours\/val\/red\/0\.ppm,from before,1/u);
    expect(rest.map((row) => row.split(',')[0])).toEqual((await rowsOf('whole.csv')).slice(2).map((row) => row.split(',')[0]));
  });

  it('is refused where it would replace a run, or an image that is read', async () => {
    for (const csv of ['run1/model.safetensors', 'run1/run.json', 'colours/val/red/0.ppm']) {
      const before = await readFile(join(root, csv));
      const { code, stderr } = await runAttune('predict', 'run1', 'colours/val/red', '--csv', csv);
      expect([code, stderr]).toEqual([2, expect.stringContaining('would be lost: name another --csv')]);
      expect(await readFile(join(root, csv))).toEqual(before);
    }
  });

  it('where it is no file leaves nothing beside it, and a damaged beginning is refused in words', async () => {
    await symlink('/dev/null', join(root, 'nowhere.csv'));
    await predicted('run1', 'colours/val/red', '--csv', 'nowhere.csv');
    expect((await readdir(root)).filter((name) => name.startsWith('nowhere.csv'))).toEqual(['nowhere.csv']);
    const partial = join(root, 'torn.csv.partial');
    const stopped = runAttune('predict', 'run1', 'colours/val/red', 'colours/train/red', '--csv', 'torn.csv', '--batch-size', '1');
    await untilThere(partial, stopped);
    process.emit('SIGINT');
    expect((await stopped).code).toBe(130);
    await appendFile(partial, '{"path":"colours/val/red/0.ppm","top":[]}\n');
    const { code, stderr } = await runAttune('predict', 'run1', 'colours/val/red', '--csv', 'torn.csv');
    expect([code, stderr]).toEqual([2, expect.stringContaining('torn.csv.partial is damaged: a line in it is no prediction')]);
  });

  it('does not mix predictions of another run or of other flags', async () => {
    await writeFile(join(root, 'other.csv.partial'), '{"runs":["another"]}\n');
    const { code, stderr } = await runAttune('predict', 'run1', 'colours/val/red', '--csv', 'other.csv');
    expect([code, stderr]).toEqual([2, expect.stringContaining('were begun with another run or other flags; remove it, or choose another --csv.')]);
  });

  it('says in its row why an image cannot be read', async () => {
    await writeFile(join(root, 'broken.png'), 'nothing');
    const { code } = await runAttune('predict', 'run1', 'broken.png', 'colours/val/red/0.ppm', '--csv', 'broken.csv');
    expect(code).toBe(2);
    const rows = await rowsOf('broken.csv');
    expect(rows[1]).toMatch(/^broken\.png,,,.*cannot be decoded/u);
    expect(rows[2]).toMatch(/^colours\/val\/red\/0\.ppm,(red|blue),/u);
  });
});

describe('predict with more than one look', () => {
  const image = 'colours/val/blue/3.ppm';

  it('--ensemble is the mean of the probabilities', async () => {
    const [first] = await predicted('run1', image, '--no-temperature');
    const [second] = await predicted('run2', image, '--no-temperature');
    const [both] = await predicted('run1', image, '--no-temperature', '--ensemble', 'run2');
    for (const name of ['red', 'blue']) expect(byClass(both!).get(name)).toBeCloseTo((byClass(first!).get(name)! + byClass(second!).get(name)!) / 2, 6);
  });

  it.each(['flip', 'five-crops', 'ten-crops'])('--tta %s gives probabilities that sum to 1', async (views) => {
    const [prediction] = await predicted('run1', image, '--tta', views);
    expect(prediction!.top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  });

  it('--ensemble of runs with other classes is refused', async () => {
    const { code, stderr } = await runAttune('predict', 'run1', image, '--ensemble', 'sample');
    expect([code, stderr]).toEqual([2, expect.stringContaining('an ensemble needs runs with the same classes')]);
  });
});

it('a folder of folders is refused with one that it holds', async () => {
  const { code, stderr } = await runAttune('predict', 'run1', 'colours/val');
  expect(stderr).toMatch(/colours\/val has no images \(.*\)\. Folders in it are not looked into: give such a one, as colours\/val\/(blue|red)\./u);
  expect(code).toBe(2);
});

it('predict --copy-into puts each image into the folder of its class, once', async () => {
  for (let time = 0; time < 2; time++) await predicted('run1', 'colours/val/red', 'colours/val/blue', '--copy-into', 'sorted');
  const found = await predicted('run1', 'colours/val/red', 'colours/val/blue');
  for (const name of ['red', 'blue']) {
    const wanted = found.filter(({ top }) => top[0]!.class === name).length;
    const copies = await readdir(join(root, 'sorted', name)).catch(() => []);
    expect(copies).toHaveLength(wanted);
  }
});

it.each([
  ['the folder that is read', ['colours/val/red'], 'colours/val/red', /--copy-into colours\/val\/red lies in colours\/val\/red, whose images are read/u],
  ['a folder in it', ['colours/val/red', 'colours/val/blue'], 'colours/val/blue/sorted/here', /lies in colours\/val\/blue, whose images are read/u],
  ['the folder of its classes', ['colours/val/red'], 'colours/val', /would put images of a class into colours\/val\/red, where images are read/u],
])('predict --copy-into %s is refused: its copies would be read the next time', async (_, images, folder, message) => {
  const before = await readdir(join(root, 'colours'), { recursive: true });
  const { code, stderr } = await runAttune('predict', 'run1', ...images, '--copy-into', folder);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) as string });
  expect(await readdir(join(root, 'colours'), { recursive: true })).toEqual(before);
});

describe('images of no class', () => {
  interface Told {
    readonly similarity: number;
    readonly energy: number;
    readonly unknown: boolean;
  }
  const told = async (...words: string[]) => (await predicted('run1', ...words)) as unknown as Told[];

  beforeAll(async () => {
    await mkdir(join(root, 'strange'));
    for (let seed = 1; seed < 6; seed++) {
      const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, at) => (at * at * seed + ((at * 37) % 251)) % 256);
      await writeFile(join(root, 'strange', `${seed}.ppm`), Buffer.concat([Buffer.from('P6\n40 40\n255\n'), pixels]));
    }
  });

  it('are those less similar to a class than 19 of 20 validation images, and --no-temperature says nothing of it', async () => {
    const known = await told('colours/val/red', 'colours/val/blue');
    expect(known.filter(({ unknown }) => unknown).length).toBeLessThanOrEqual(1);
    const least = Math.min(...known.flatMap(({ similarity, unknown }) => (unknown ? [] : [similarity])));
    for (const { similarity, unknown } of await told('strange')) expect(unknown).toBe(similarity < least);
    const [plain] = await predicted('run1', 'colours/val/red/0.ppm', '--no-temperature');
    expect(Object.keys(plain!)).toEqual(['path', 'top']);
  });

  it('evaluate --unknown gives the share of pairs that the similarity orders rightly, and the energy', async () => {
    const [known, strange] = [await told('colours/val/red', 'colours/val/blue'), await told('strange')];
    const ordered = (score: 'similarity' | 'energy') => {
      const pairs = known.flatMap((one) => strange.map((other) => (one[score] > other[score] ? 1 : 0)));
      return pairs.reduce<number>((sum, value) => sum + value, 0) / pairs.length;
    };
    const { code, stdout } = await runAttune('evaluate', 'run1', 'colours', '--unknown', 'strange', '--json');
    const { unknown, certainty } = JSON.parse(stdout) as {
      unknown: { images: number; score: string; auroc: number; energyAuroc: number; pointedOut: number };
      certainty: { temperature: number; loss: number };
    };
    expect([code, unknown.images, unknown.score]).toEqual([0, 5, 'similarity']);
    expect(unknown.auroc).toBeCloseTo(ordered('similarity'), 6);
    expect(unknown.energyAuroc).toBeCloseTo(ordered('energy'), 6);
    expect(unknown.pointedOut).toBeCloseTo(strange.filter((one) => one.unknown).length / 5, 6);
    expect(certainty.temperature).toBeGreaterThan(0);
    expect(certainty.loss).toBeGreaterThan(0);
  });
});
