import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
const wrong = 'train/blue/moved.ppm';

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  await rename(join(root, 'colours/train/red/0.ppm'), join(root, 'colours', wrong));
  vi.stubEnv('INIT_CWD', root);
  await json('finetune', 'colours', ...small, '--out', 'run');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const small = ['--arch', 'resnet20', '--attention', 'none', '--image-size', '16', '--batch-size', '8', '--recipe', 'full', '--epochs', '2', '--no-report'];

async function json(...words: readonly string[]): Promise<Record<string, never>> {
  const { code, stdout, stderr } = await runAttune(...words, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, never>;
}

it('clean finds the image that lies in another class, and finetune --corrections trains with it where it belongs, again when resumed', async () => {
  const files = async () => (await readdir(join(root, 'colours'), { recursive: true })).toSorted();
  const before = await files();
  const { errors } = (await json('clean', 'colours', '--run', 'run', '--csv', 'errors.csv', '--choose', 'move')) as unknown as { errors: object[] };
  expect(errors[0]).toMatchObject({ path: wrong, part: 'train', label: 'blue', suggested: 'red' });
  expect((errors[0] as { suggestedProbability: number }).suggestedProbability).toBeGreaterThan(0.6);
  expect((await readFile(join(root, 'errors.csv'), 'utf8')).split('\r\n')[1]).toMatch(/^train\/blue\/moved\.ppm,train,blue,red,0\.\d{4},0\.\d{4},,move,$/u);
  expect(await files()).toEqual(before);

  await writeFile(join(root, 'one.csv'), `path,action,to\n${wrong},move,red\n`);
  const stopped = await runAttune('finetune', 'colours', ...small, '--corrections', 'one.csv', '--out', 'corrected', '--until-epoch', '1', '--json');
  expect(stopped.code).toBe(130);
  await rm(join(root, 'one.csv'));
  await json('finetune', '--resume', 'corrected');
  const counts = async (...words: readonly string[]) => (await json('data', 'colours', ...words))['counts'] as unknown as { name: string; train: number }[];
  const [plain, corrected] = [await counts(), await counts('--corrections', 'corrected/corrections.csv')];
  expect(corrected.map(({ name, train }, index) => [name, train - plain[index]!.train])).toEqual([
    ['blue', -1],
    ['red', 1],
  ]);
});

async function refusal(file: string): Promise<string> {
  return (await runAttune('finetune', 'colours', ...small, '--corrections', file, '--out', 'never')).stderr;
}

it('corrections that are of no image, or of a class that is not there, end with exit 2', async () => {
  await writeFile(join(root, 'other.csv'), 'path,action\ntrain/blue/none.ppm,drop\n');
  await writeFile(join(root, 'strange.csv'), `path,action,to\n${wrong},move,green\nx,throw,\n`);
  await writeFile(join(root, 'green.csv'), `path,action,to\n${wrong},move,green\n`);
  expect(await refusal('other.csv')).toContain('corrects no image of');
  expect(await refusal('strange.csv')).toContain('line 3: "throw" is no action; write keep, drop or move.');
  expect(await refusal('green.csv')).toContain('moves it to "green", which is not one of the classes blue, red');
});

it('corrections that contradict each other are refused with the line; one that says nothing contradicts none', async () => {
  await writeFile(join(root, 'torn.csv'), `path,action,to\n${wrong},move,red\n${wrong},,\n${wrong},drop,\n`);
  expect(await refusal('torn.csv')).toContain(`line 4: ${wrong} is to drop here and to move to "red" in a line before; leave one of them.`);
  await writeFile(join(root, 'said.csv'), `path,action,to\n${wrong},,\n${wrong},move, red\n${wrong},move,red\n`);
  const plain = (await json('data', 'colours')) as unknown as { counts: { train: number }[] };
  const said = (await json('data', 'colours', '--corrections', 'said.csv')) as unknown as { counts: { train: number }[] };
  expect(said.counts.map(({ train }, index) => train - plain.counts[index]!.train)).toEqual([-1, 1]);
});

it('clean --folds 1, which would judge with nothing learned, is refused', async () => {
  expect(await runAttune('clean', 'colours', '--run', 'run', '--folds', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('from 2 to 1000') });
});

it('clean --csv is refused where it would replace the table that it reads', async () => {
  const rows = ['blue', 'red'].flatMap((name) => [1, 2, 3].map((index) => `colours/train/${name}/${index}.ppm,${name}`));
  await writeFile(join(root, 'table.csv'), ['path,label', ...rows].join('\n'));
  const { code, stderr } = await runAttune('clean', 'table.csv', '--run', 'run', '--csv', 'table.csv');
  expect([code, stderr]).toEqual([2, expect.stringContaining('would be lost: name another --csv')]);
  expect(await readFile(join(root, 'table.csv'), 'utf8')).toContain('path,label');
});

it('clean --next chooses so many images without labels, each once', async () => {
  const chosen = (await json('clean', 'colours/val/red', '--run', 'run', '--next', '3')) as unknown as { path: string; probability: number }[];
  expect(new Set(chosen.map(({ path }) => path)).size).toBe(3);
  for (const { path, probability } of chosen) {
    expect(path).toMatch(/^colours\/val\/red\//u);
    expect(probability).toBeLessThanOrEqual(1);
  }
});
