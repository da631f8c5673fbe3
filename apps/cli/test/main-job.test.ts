import { existsSync } from 'node:fs';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readCheckpoint } from '@attune/checkpoint';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { untilThere } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

interface Result {
  readonly bestValidationAccuracy: number;
  readonly stages: readonly { readonly name: string; readonly epochs: readonly Record<string, unknown>[] }[];
  readonly backend: string;
  readonly threads: number;
}

describe('finetune on a folder of two colours', () => {
  let result: Result;

  beforeAll(async () => {
    const words = [
      '--arch',
      'resnet20',
      '--image-size',
      '32',
      '--batch-size',
      '8',
      '--epochs',
      '1,1,1',
      '--seed',
      '3',
      '--rate-scale',
      '5',
      '--out',
      'run',
      '--json',
    ];
    const { code, stdout, stderr } = await runAttune('finetune', 'colours', ...words);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    result = JSON.parse(stdout) as Result;
  });

  it('reports what the contract names', () => {
    expect(result.stages.map(({ name }) => name)).toEqual(['head', 'late layers and attention', 'all']);
    const [epoch] = result.stages[0]!.epochs;
    expect(Object.keys(epoch!)).toEqual(
      expect.arrayContaining(['trainLoss', 'trainAccuracy', 'validationLoss', 'validationAccuracy', 'learningRates', 'seconds', 'waitingSeconds']),
    );
    expect(result.bestValidationAccuracy).toBeGreaterThanOrEqual(0.5);
    expect(result.bestValidationAccuracy).toBeLessThanOrEqual(1);
    expect(result.threads).toBeGreaterThanOrEqual(1);
  });

  it('writes a run: weights under published names, each stage, recipe, configuration, its data, a line of metrics an epoch', async () => {
    const run = join(root, 'run');
    const files = ['data.json', 'metrics.jsonl', 'model.safetensors', 'recipe.yaml', 'report.html', 'run.json', 'stages'];
    expect((await readdir(run)).sort()).toEqual(files);
    expect((await readdir(join(run, 'stages'))).sort()).toEqual(['1-head.safetensors', '2-late-layers-and-attention.safetensors', '3-all.safetensors']);
    const { tensors } = await readCheckpoint(join(run, 'model.safetensors'));
    const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
    expect(shapes.get('conv1.weight')).toEqual([16, 3, 3, 3]);
    expect(shapes.get('layer1.0.cbam.channel.fc1.weight')).toEqual([1, 16, 1, 1]);
    expect(shapes.get('linear.weight')).toEqual([2, 64]);
    expect(shapes.get('bn1.num_batches_tracked')).toEqual([]);
    const metrics = (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { stage: string });
    expect(metrics.map(({ stage }) => stage)).toEqual(['head', 'late layers and attention', 'all']);
  });

  it('evaluate gives the accuracy that the run reported as its best', async () => {
    const { code, stdout } = await runAttune('evaluate', 'run', 'colours', '--json', '--predictions', 'predictions.txt');
    expect(code).toBe(0);
    const evaluated = JSON.parse(stdout) as { accuracy: number; count: number; confusion: number[][]; classes: string[] };
    expect(evaluated).toMatchObject({ accuracy: result.bestValidationAccuracy, count: 12, classes: ['blue', 'red'] });
    expect(evaluated.confusion.flat().reduce((sum, value) => sum + value, 0)).toBe(12);
    expect((await readFile(join(root, 'predictions.txt'), 'utf8')).trim().split('\n')).toHaveLength(12);
  });

  it('evaluate takes another part of the data when it is told to', async () => {
    await cp(join(root, 'colours/val'), join(root, 'colours/test'), { recursive: true });
    await rm(join(root, 'colours/test/red/0.ppm'));
    const counts: number[] = [];
    for (const part of ['train', 'validation', 'test']) {
      const { stdout } = await runAttune('evaluate', 'run', 'colours', '--split', part, '--json');
      counts.push((JSON.parse(stdout) as { count: number }).count);
    }
    expect(counts).toEqual([24, 12, 11]);
    await rm(join(root, 'colours/test'), { recursive: true });
    const { code, stderr } = await runAttune('evaluate', 'run', 'colours', '--split', 'test');
    expect([code, stderr]).toEqual([2, expect.stringContaining('has no test part: put its class folders into')]);
  });

  it('the weights of a stage say by themselves what they are of', async () => {
    const { code, stdout } = await runAttune('evaluate', 'run/stages/3-all.safetensors', 'colours', '--json');
    expect(code).toBe(0);
    const { accuracy, classes } = JSON.parse(stdout) as { accuracy: number; classes: string[] };
    expect(classes).toEqual(['blue', 'red']);
    expect(accuracy).toBe(result.stages[2]!.epochs.at(-1)!['validationAccuracy']);
  });

  it('predict gives probabilities that sum to 1, and reports a broken image beside the good ones', async () => {
    await writeFile(join(root, 'broken.png'), 'nothing');
    const { code, stdout, stderr } = await runAttune('predict', 'run', 'colours/val/red/0.ppm', 'broken.png', '--json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/broken\.png cannot be decoded/);
    const [prediction] = JSON.parse(stdout) as [{ path: string; top: { class: string; probability: number }[] }];
    expect(prediction.path).toBe('colours/val/red/0.ppm');
    expect(prediction.top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  });

  it('inspect tells a run, and data the folder it came from', async () => {
    const run = await runAttune('inspect', 'run');
    expect(run.stdout).toMatch(/Run of resnet20, CBAM \(identity\) after-block/);
    const data = await runAttune('data', 'colours', '--json');
    expect(JSON.parse(data.stdout)).toMatchObject({ classes: ['blue', 'red'], images: 36, broken: [], skipped: [] });
  });
});

describe('a run that is stopped', () => {
  const words = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '2,1,0', '--seed', '1', '--json'];

  it('ends with 130 and a checkpoint, and resumed has the weights of an uninterrupted one bit for bit', async () => {
    await runAttune('finetune', 'colours', ...words, '--out', 'whole');
    const stopping = runAttune('finetune', 'colours', ...words, '--out', 'stopped');
    const checkpoint = join(root, 'stopped', 'training.checkpoint');
    await untilThere(checkpoint, stopping);
    process.emit('SIGINT');
    const stopped = await stopping;
    expect(stopped.code).toBe(130);
    expect(existsSync(checkpoint)).toBe(true);
    const resumed = await runAttune('finetune', '--resume', 'stopped', '--json');
    expect(resumed.code).toBe(0);
    expect(existsSync(checkpoint)).toBe(false);
    for (const file of ['model.safetensors', 'stages/2-late-layers-and-attention.safetensors']) {
      expect((await readFile(join(root, 'stopped', file))).equals(await readFile(join(root, 'whole', file)))).toBe(true);
    }
  });
});
