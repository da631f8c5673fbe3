import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { patience } from '../../../tools/testing/patience.ts';
import { onceHolds, signalWhenThere } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const words = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '32', '--batch-size', '8', '--seed', '3', '--backend', 'cpu', '--no-report'];

let root: string;
/** A copy of the stopped run, and of its data, for each test. */
let run: string;
let data: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'), { train: 8, validation: 4 });
  await mkdir(join(root, 'before'));
  for (const name of ['blue', 'red']) await cp(join(root, 'colours/train', name), join(root, 'before', name), { recursive: true });
  await stopped(join(root, 'before'), join(root, 'stopped'));
});

beforeEach(async () => {
  [run, data] = [join(root, 'run'), join(root, 'data')];
  for (const [from, to] of [
    ['stopped', run],
    ['before', data],
  ] as const) {
    await rm(to, { recursive: true, force: true });
    await cp(join(root, from), to, { recursive: true });
  }
});

afterAll(() => rm(root, { recursive: true }));

const begun: ChildProcess[] = [];
afterEach(() => begun.splice(0).forEach((child) => child.kill('SIGKILL')));

/** With what Node itself is told. */
function begin(flags: readonly string[], ...given: string[]): ChildProcess {
  const child = spawn(process.execPath, [...flags, attune, ...given], { stdio: 'ignore' });
  begun.push(child);
  return child;
}

/** Of Linux; elsewhere it is enough that the run is locked. */
function isHeldStill({ pid }: ChildProcess): boolean {
  const status = `/proc/${pid}/stat`;
  return existsSync(status) ? readFileSync(status, 'utf8').includes(') T ') : existsSync(join(run, 'run.lock'));
}

const endOf = (child: ChildProcess) => new Promise<number | null>((resolve) => void child.on('close', resolve));

/** A run that Ctrl-C stopped after its first epoch, with settings of its own. */
async function stopped(images: string, out: string): Promise<void> {
  const stops = signalWhenThere('SIGINT', join(out, 'metrics.jsonl'), join(out, 'model.safetensors'));
  const child = begin([stops], 'finetune', images, ...words, '--epochs', '90,1,0', '--checkpoint-every', '1', '--csv', '--on-nan', 'rewind', '--out', out);
  expect(await endOf(child)).toBe(130);
}

/** A flag under which a process that resumes the run gets a signal at its first checkpoint. */
function atNewCheckpoint(signal: NodeJS.Signals): string {
  const checkpoint = join(run, 'training.checkpoint');
  const isNew = `fs.statSync(${JSON.stringify(checkpoint)}).mtimeMs !== ${statSync(checkpoint).mtimeMs}`;
  return onceHolds(isNew, `process.kill(process.pid, '${signal}')`);
}

/** Resumes it for a moment: a checkpoint after it was taken up proves that it went on. */
async function goesOn(...given: string[]): Promise<void> {
  const child = begin([atNewCheckpoint('SIGINT')], 'finetune', data, '--resume', run, ...given);
  expect(await endOf(child)).toBe(130);
}

/** Where nothing is refused, it trains one epoch and ends well. */
const resume = (...given: string[]) => runAttune('finetune', data, '--resume', run, '--until-epoch', '1', ...given);
const recorded = async () =>
  JSON.parse(await readFile(join(run, 'data.json'), 'utf8')) as Record<'train' | 'validation', { readonly names: readonly string[]; readonly digest: string }>;

describe('data that changed since a run was stopped', () => {
  it('are refused in words when an image came, went or has other bytes', async () => {
    await cp(join(root, 'colours/val/red/0.ppm'), join(data, 'red/new.ppm'));
    await rm(join(data, 'blue/1.ppm'));
    await cp(join(root, 'colours/val/red/2.ppm'), join(data, 'red/0.ppm'));
    const { code, stderr } = await resume();
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /other data: 1 image new \(red\/new\.ppm\), 1 image gone \(blue\/1\.ppm\), 1 image with other bytes \(red\/0\.ppm\).*--accept-changed-data/su,
    );
  });

  it('with --accept-changed-data: every known image stays on its side, and the new record is kept', async () => {
    const before = await recorded();
    for (let index = 0; index < 4; index++) await cp(join(root, `colours/val/red/${index}.ppm`), join(data, `red/new-${index}.ppm`));
    expect(await resume()).toMatchObject({ code: 2 });
    await goesOn('--accept-changed-data');
    const after = await recorded();
    for (const side of ['train', 'validation'] as const) expect(after[side].names).toEqual(expect.arrayContaining([...before[side].names]));
    expect(after.train.names.length + after.validation.names.length).toBe(20);
    await goesOn();
  });

  it('a run without a record, as those of before, goes on, and has one from then on', async () => {
    await rm(join(run, 'data.json'));
    await goesOn();
    expect((await recorded()).train.digest).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('report and compare refuse data whose classes are in another order', async () => {
    const path = join(run, 'run.json');
    const config = JSON.parse(await readFile(path, 'utf8')) as { classes: readonly string[] };
    await writeFile(path, JSON.stringify({ ...config, classes: config.classes.toReversed() }));
    for (const given of [
      ['report', run],
      ['compare', run, run],
    ]) {
      const { code, stderr } = await runAttune(...given, '--data', data);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/has the classes blue, red, and .* was trained on in another order: red, blue\./u)]);
    }
  });

  it('report and compare refuse data of other classes', async () => {
    await rename(join(data, 'red'), join(data, 'green'));
    for (const given of [
      ['report', run],
      ['compare', run, run],
    ]) {
      const { code, stderr } = await runAttune(...given, '--data', data);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/has the classes blue, green, and .* was trained on blue, red/u)]);
    }
  });
});

describe('flags beside --resume', () => {
  it('that contradict the run are refused, all at once, with the values of the run', async () => {
    const { code, stderr } = await resume('--batch-size', '16', '--seed', '4', '--epochs', '1,1,0', '--rate-scale', '2', '--tensorboard', '--on-nan', 'stop');
    expect(code).toBe(2);
    for (const said of ['--batch-size 16 (the run: 8)', '--seed 4 (the run: 3)', '--epochs 1,1,0 (the run: 90,1,0)', '--rate-scale 2 (the run: not set)'])
      expect(stderr).toContain(said);
    for (const said of ['--tensorboard true (the run: false)', '--on-nan stop (the run: rewind)']) expect(stderr).toContain(said);
  });

  it.each([
    ['--arch', 'resnet32'],
    ['--attention', 'none'],
    ['--weights', 'sample'],
    ['--image-size', '64'],
    ['--augment', 'strong'],
    ['--mixup', '0.2'],
    ['--recipe', 'full'],
    ['--skip-broken'],
    ['--checkpoint-every', '7'],
    ['--out', 'elsewhere'],
    ['--clip-norm', '1'],
    ['--ema'],
  ])('%s %s is refused', async (...given) => {
    expect(await resume(...given)).toMatchObject({ code: 2, stderr: expect.stringContaining(`contradict them: ${given[0]}`) });
  });

  it('that agree with the run, or concern the process, are taken', async () => {
    await goesOn(
      '--batch-size',
      '8',
      '--arch',
      'resnet20',
      '--epochs',
      '90,1,0',
      '--checkpoint-every',
      '1',
      '--csv',
      '--backend',
      'cpu',
      '--loader-threads',
      '0',
    );
  });

  it('are kept in run.json when the run starts', async () => {
    const { training } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as { training: { flags: object; splitBy: string } };
    expect(training.flags).toMatchObject({ csv: true, onNan: 'rewind', checkpointEvery: { steps: 1 } });
    expect(training.splitBy).toBe('name'); // so that a folder that grows keeps its sides
  });
});

describe('best weights', () => {
  it.each([
    ['damaged', async (path: string) => writeFile(path, flipped(await readFile(path)))],
    ['missing', async (path: string) => rm(path)],
  ])('that are %s are named at once; --forget-best goes on', async (fault, harm) => {
    await harm(join(run, 'model.safetensors'));
    const { code, stderr } = await resume();
    expect([code, stderr]).toEqual([2, expect.stringMatching(new RegExp(`model\\.safetensors is ${fault}.*--forget-best`, 'u'))]);
    await goesOn('--forget-best');
  });
});

it('the advice for a damaged checkpoint works: the run starts anew', async () => {
  const path = join(run, 'training.checkpoint');
  await writeFile(path, flipped(await readFile(path)));
  expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringMatching(/is damaged.*remove it and metrics\.jsonl/u) });
  await rm(path);
  expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringMatching(/has no training\.checkpoint.*remove metrics\.jsonl/u) });
  await rm(join(run, 'metrics.jsonl'));
  const child = begin([signalWhenThere('SIGINT', path)], 'finetune', data, '--resume', run);
  expect(await endOf(child)).toBe(130);
});

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 5]! ^= 1;
  return copy;
}

describe('two processes and one run', () => {
  it('the second is refused by name while the first lives, and takes over after kill -9', async () => {
    const first = begin([atNewCheckpoint('SIGSTOP')], 'finetune', data, '--resume', run); // it lives, and does not end
    const ended = endOf(first);
    await vi.waitUntil(() => isHeldStill(first), patience);
    expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringContaining(`is in use by process ${first.pid}`) });
    expect(await runAttune('recipe', 'three-stage')).toMatchObject({ code: 0 });
    first.kill('SIGKILL');
    await ended;
    expect(existsSync(join(run, 'run.lock'))).toBe(true);
    await goesOn();
    expect((await readdir(run)).filter((name) => name.startsWith('run.lock'))).toEqual([]);
  });

  it('the lock of a process whose number another has now is taken over', async () => {
    const lock = { pid: process.pid, host: (await import('node:os')).hostname(), started: 'another boot 1' };
    await writeFile(join(run, 'run.lock'), JSON.stringify(lock));
    await goesOn();
  });

  it('the lock of another machine is respected', async () => {
    await writeFile(join(run, 'run.lock'), JSON.stringify({ pid: 1, host: 'elsewhere.example', started: null }));
    expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringMatching(/process 1 on elsewhere\.example.*remove .*run\.lock/u) });
  });
});

describe('a new run', () => {
  it('inside its data is refused, through a link too', async () => {
    await symlink(data, join(root, 'link'));
    for (const out of [join(data, 'runs/a'), join(data, 'red'), data, join(root, 'link/runs/b')]) {
      expect(await runAttune('finetune', data, ...words, '--out', out)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('would lie inside the data'),
      });
    }
  });

  it('without an epoch is refused before anything is written', async () => {
    const out = join(root, 'no-epochs');
    expect(await runAttune('finetune', data, ...words, '--epochs', '0,0,0', '--out', out)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No stage has an epoch (0,0,0)'),
    });
    expect(existsSync(out)).toBe(false);
  });
});
