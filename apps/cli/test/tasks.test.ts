import { execFile, spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { open } from '@attune/classifier';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeHalves(join(root, 'halves'), 96);
  vi.stubEnv('INIT_CWD', root);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const side = 32;

/** Images whose left half may be red and whose right half may be blue, on gray of some brightness;
 * beside them `labels.csv`, whose last rows are broken in every way. */
async function writeHalves(folder: string, count: number): Promise<void> {
  await mkdir(folder);
  const rows: string[] = [];
  for (let index = 0; index < count; index++) {
    const [red, blue, gray] = [index % 2 === 1, index % 4 > 1, 20 + ((index * 53) % 160)];
    const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
      const [x, channel] = [Math.floor(at / 3) % side, at % 3];
      if (red && x < side / 2) return channel === 0 ? 240 : 20;
      return blue && x >= side / 2 ? (channel === 2 ? 240 : 20) : gray;
    });
    await writeFile(join(folder, `${index}.ppm`), Buffer.concat([Buffer.from(`P6\n${side} ${side}\n255\n`), pixels]));
    const labels = [...(red ? ['red'] : []), ...(blue ? ['blue'] : [])];
    rows.push(`${index}.ppm,${labels.join(';')},${gray * 10},${Math.floor(index / 4) % 3 === 2 ? 'val' : 'train'}`);
  }
  rows.push('0.ppm,red;nan,NaN,train', '1.ppm,[red,,train');
  await writeFile(join(folder, 'labels.csv'), `file,labels,brightness,split\n${rows.join('\n')}\n`);
}

const training = [
  '--weights',
  'sample',
  '--recipe',
  'full',
  '--epochs',
  '12',
  '--image-size',
  '32',
  '--batch-size',
  '8',
  '--attention',
  'none',
  '--augment',
  'none',
  '--batch-norm',
  'update',
  '--json',
];

async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runAttune(...words);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('several labels an image', () => {
  let run: Record<string, unknown>;

  beforeAll(async () => {
    const { code, stdout, stderr } = await runAttune(
      'finetune',
      'halves',
      '--task',
      'multi-label',
      '--class-weights',
      'balanced',
      ...training,
      '--out',
      'several',
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain('its label is nan (line 98)');
    expect(stderr).toContain('its labels [red are no JSON list (line 99)');
    expect(stderr).toContain('2 classes, any number of them an image (blue, red)');
    run = JSON.parse(stdout) as Record<string, unknown>;
  });

  it('are learned by their mAP; there are no accuracies, and a report is written', async () => {
    expect(run).toMatchObject({ metric: 'mAP', classes: ['blue', 'red'] });
    expect(run['bestValidationMetric']).toBeGreaterThan(0.9);
    expect(run).not.toHaveProperty('bestValidationAccuracy');
    expect(JSON.stringify(run['stages'])).not.toContain('Accuracy');
    expect(await readFile(join(root, 'several/report.html'), 'utf8')).toContain('<th scope="row">blue</th>');
  });

  it('are judged class by class, with the thresholds that validation told', async () => {
    const judged = await json('evaluate', 'several', 'halves', '--json', '--predictions', 'several.txt');
    expect(judged).toMatchObject({ metric: 'mAP', mAP: run['bestValidationMetric'] });
    const classes = judged['perClass'] as { class: string; threshold: number; F1: number; AP: number }[];
    expect(classes.map(({ class: name }) => name)).toEqual(['blue', 'red']);
    for (const { F1, threshold } of classes) {
      expect(F1).toBeGreaterThan(0.9);
      expect(threshold).not.toBe(0.5);
    }
    expect((await readFile(join(root, 'several.txt'), 'utf8')).trim().split('\n').length).toBeGreaterThan(10);
  });

  it('are predicted as the classes above their thresholds, also by open(), from ONNX, and in a CSV', async () => {
    const images = ['halves/3.ppm', 'halves/4.ppm', 'halves/1.ppm', 'halves/2.ppm'];
    const labels = [['blue', 'red'], [], ['red'], ['blue']];
    const [predicted] = [(await json('predict', 'several', ...images, '--json')) as unknown as { labels: string[]; top: object[] }[]];
    expect(predicted.map((one) => one.labels.toSorted())).toEqual(labels);
    await json('export', 'several', '--to', 'onnx', '--out', 'several.onnx', '--json');
    const small = await json('export', 'several', '--to', 'onnx', '--dtype', 'int8', '--max-drop', '1', '--out', 'small.onnx', '--json');
    expect(small).toMatchObject({ metric: 'mAP', metricBefore: run['bestValidationMetric'] });
    expect(small['metricAfter']).toBeGreaterThan(0.8);
    expect(small).not.toHaveProperty('accuracyBefore');
    for (const source of ['several', 'several.onnx']) {
      const classifier = await open(join(root, source), { loaderThreads: 0 });
      const all = await classifier.classify(images.map((image) => join(root, image)));
      expect(all.map((one) => one.labels!.toSorted())).toEqual(labels);
      classifier.dispose();
    }
    expect((await runAttune('predict', 'several', ...images, '--csv', 'several.csv')).code).toBe(0);
    const lines = (await readFile(join(root, 'several.csv'), 'utf8')).split(/\r?\n/u);
    expect(lines[0]).toMatch(/^path,labels,class,probability/u);
    expect(lines[2]).toMatch(/^halves\/4\.ppm,,/u);
    expect((await runAttune('predict', 'several', 'halves/4.ppm')).stdout).toContain('none of the classes');
  });

  it('are counted by data for each class that an image has', async () => {
    const told = await json('data', 'halves', '--task', 'multi-label', '--json');
    expect(told).toMatchObject({ classes: ['blue', 'red'], images: 96, skipped: [{ reason: 'its label is nan (line 98)' }, {}] });
  });

  it('go on after a stop to the same weights', async () => {
    const words = ['finetune', 'halves', '--task', 'multi-label', '--class-weights', 'balanced', ...training, '--out', 'stopped', '--until-epoch', '5'];
    expect((await runAttune(...words)).code).toBe(130);
    const resumed = await json('finetune', '--resume', 'stopped', '--json');
    expect(resumed['bestValidationMetric']).toBe(run['bestValidationMetric']);
    const [once, twice] = [await readFile(join(root, 'several/model.safetensors')), await readFile(join(root, 'stopped/model.safetensors'))];
    expect(twice.equals(once)).toBe(true);
  });
});

describe('numbers', () => {
  it('are learned, judged, predicted in their unit and exported', async () => {
    const words = ['--task', 'regression', '--targets', 'brightness', '--huber', '1', ...training, '--out', 'numbers'];
    const { code, stdout, stderr } = await runAttune('finetune', 'halves', ...words);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain('its "brightness" is "NaN", which is not a finite number (line 98)');
    expect(stderr).toContain('its "brightness" is empty, which is not a finite number (line 99)');
    const run = JSON.parse(stdout) as { metric: string; bestValidationMetric: number };
    expect(run.metric).toBe('R2');
    expect(run.bestValidationMetric).toBeGreaterThan(0.15);
    const judged = await json('evaluate', 'numbers', 'halves', '--json');
    expect(judged['R2']).toBeCloseTo(run.bestValidationMetric, 6);
    expect(judged['targets']).toMatchObject([{ target: 'brightness', R2: judged['R2'], MAE: judged['MAE'] }]);
    const [predicted] = (await json('predict', 'numbers', 'halves/0.ppm', '--json')) as unknown as { top: object[]; values: { brightness: number } }[];
    expect(predicted!.top).toEqual([]);
    expect(predicted!.values.brightness).toBeGreaterThan(-500);
    await json('export', 'numbers', '--to', 'onnx', '--out', 'numbers.onnx', '--json');
    const classifier = await open(join(root, 'numbers.onnx'), { loaderThreads: 0 });
    const { values, className } = await classifier.classify(join(root, 'halves/0.ppm'));
    expect(values![0]!.value).toBeCloseTo(predicted!.values.brightness, 1);
    expect(className).toMatch(/^brightness /u);
    classifier.dispose();
    expect(await readFile(join(root, 'numbers/report.html'), 'utf8')).toContain('R²');
    expect((await runAttune('explain', 'numbers', 'halves/0.ppm', '--out', 'explained', '--methods', 'gradcam')).code).toBe(0);
    expect(await readFile(join(root, 'explained/index.html'), 'utf8')).toContain('brightness ');
  });
});

const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torchvision'], { timeout: 600_000 }).status === 0;

interface Epoch {
  readonly trainLoss: number;
  readonly validationLoss: number;
  readonly validationMetric: number;
}

async function train(folder: string, ...words: readonly string[]): Promise<readonly Epoch[]> {
  const { stdout } = await promisify(execFile)(python, ['train.py', '--threads', '1', '--out', join(root, 'torch'), ...words], { cwd: join(root, folder) });
  return stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Epoch] : []));
}

describe.skipIf(!hasTorch)('a torch project', () => {
  it.each([
    ['several labels', 'several', 'mAP'],
    ['numbers', 'numbers', 'R2'],
  ] as const)('of %s has the metric of the run with its weights', async (_, run, metric) => {
    expect(await json('export', run, '--to', 'torch-project', '--json')).toMatchObject({ images: join(root, 'halves'), leftOut: [] });
    const [{ validationMetric, validationLoss }] = (await train(`${run}/torch-project`, '--evaluate', '--weights', 'weights.pth')) as [Epoch];
    const judged = await json('evaluate', run, 'halves', '--json');
    expect(validationMetric).toBeCloseTo(judged[metric] as number, 3);
    expect(validationLoss).toBeCloseTo(judged['loss'] as number, 3);
  });

  it.each([
    ['several labels, focal, smoothed and weighted', ['--task', 'multi-label', '--focal', '2', '--label-smoothing', '0.1', '--class-weights', 'balanced']],
    ['numbers, with the Huber loss', ['--task', 'regression', '--targets', 'brightness', '--huber', '0.5']],
  ])('of %s trains with the losses of the run within 1e-3', async (_, words) => {
    const short = training.map((word, index) => (training[index - 1] === '--epochs' ? '2' : word));
    const { stages } = (await json('finetune', 'halves', ...words, ...short, '--no-report', '--out', 'short')) as unknown as {
      stages: { epochs: Epoch[] }[];
    };
    await json('export', 'short', '--to', 'torch-project', '--json');
    const [, ...epochs] = await train('short/torch-project');
    const ours = stages.flatMap((stage) => stage.epochs);
    expect(epochs).toHaveLength(ours.length);
    for (const [index, { trainLoss, validationLoss }] of epochs.entries()) {
      expect(Math.abs(trainLoss - ours[index]!.trainLoss)).toBeLessThan(1e-3);
      expect(Math.abs(validationLoss - ours[index]!.validationLoss)).toBeLessThan(1e-2);
    }
    await rm(join(root, 'short'), { recursive: true });
  });
});

it('the images of a table are predicted without a column of labels', async () => {
  await writeFile(join(root, 'halves/new.csv'), 'file,note\n3.ppm,a\n4.ppm,b\n');
  const predicted = (await json('predict', 'several', 'halves/new.csv', '--json')) as unknown as { path: string; labels: string[] }[];
  expect(predicted.map(({ labels }) => labels.toSorted())).toEqual([['blue', 'red'], []]);
  await writeFile(join(root, 'halves/list.csv'), '1.ppm\n2.ppm\n');
  expect(await json('predict', 'several', 'halves/list.csv', '--json')).toHaveLength(2);
});

describe('what does not fit a task is refused in words, before anything is written', () => {
  it.each([
    [['--targets', 'a'], 'The columns a hold several labels or numbers: say which of the two (--task multi-label, --task regression).'],
    [['--task', 'regression'], 'A regression needs the columns of its numbers (--targets COLUMN'],
    [['--task', 'multi-label', '--mixup', '0.2', '--augment', 'standard'], '--mixup: only where each image has one class'],
    [['--task', 'regression', '--targets', 'brightness', '--focal', '2'], 'focal: is a loss of classes'],
    [['--task', 'multi-label', '--huber', '1'], 'huber: is a loss of numbers'],
    [['--task', 'multi-label', '--control'], '--control: only where each image has one class'],
    [['--task', 'multi-label', '--seeds', '2'], 'Several seeds or folds are compared by accuracy'],
    [['--task', 'regression', '--targets', 'nothing'], 'has no column "nothing"; its columns are file, labels, brightness, split.'],
  ])('%o', async (words, message) => {
    const { code, stderr } = await runAttune('finetune', 'halves', ...training, ...words, '--out', 'never');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('by evaluate --unknown, with what says that an image is of no class', async () => {
    const { code, stderr } = await runAttune('evaluate', 'several', 'halves', '--unknown', 'halves');
    expect([code, stderr]).toEqual([2, expect.stringContaining('whose probabilities are all below their thresholds: predict says so')]);
  });

  it('by compare and clean', async () => {
    for (const words of [
      ['compare', 'several', 'several'],
      ['clean', 'halves', '--run', 'several'],
    ]) {
      const { code, stderr } = await runAttune(...words);
      expect(code).toBe(2);
      expect(stderr).toContain('tells several labels of an image, and');
    }
  });
});
