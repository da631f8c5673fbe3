import { execFile, spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torchvision'], { timeout: 600_000 }).status === 0;

/** An epoch as our run and the project's program tell it. */
interface Epoch {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

describe.skipIf(!hasTorch)('export --to torch-project', () => {
  let root: string;
  let ours: readonly Epoch[];

  beforeAll(async () => {
    root = await temporaryFolder();
    await writeColourFolder(join(root, 'images'), { train: 9, validation: 5 });
    const shape = ['--arch', 'resnet20', '--weights', 'sample', '--attention', 'cbam', '--image-size', '32', '--batch-size', '8'];
    const loss = ['--focal', '2', '--label-smoothing', '0.1', '--class-weights', 'blue=2,red=1'];
    const words = [...shape, '--epochs', '2,2,1', '--body-rate-scale', '10', '--undecayed', 'gates', ...loss, '--augment', 'none', '--no-report', '--json'];
    const trained = await runAttune('finetune', join(root, 'images'), ...words, '--out', join(root, 'run'));
    expect(trained.code, trained.stderr).toBe(0);
    ours = (JSON.parse(trained.stdout) as { stages: { epochs: Epoch[] }[] }).stages.flatMap(({ epochs }) => epochs);
    const exported = await runAttune('export', join(root, 'run'), '--to', 'torch-project', '--json');
    expect(exported, exported.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(exported.stdout)).toMatchObject({ images: join(root, 'images'), leftOut: [] });
  });

  afterAll(() => rm(root, { recursive: true }));

  const run = async (words: readonly string[]): Promise<readonly Epoch[]> => {
    const { stdout } = await promisify(execFile)(python, [...words, '--threads', '1'], { cwd: join(root, 'run/torch-project') });
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Epoch);
  };

  it("has the run's own accuracy with the run's weights", async () => {
    const evaluated = await runAttune('evaluate', join(root, 'run'), join(root, 'images'), '--json');
    const { accuracy, loss } = JSON.parse(evaluated.stdout) as { accuracy: number; loss: number };
    const [{ validationAccuracy, validationLoss }] = (await run(['train.py', '--evaluate', '--weights', 'weights.pth'])) as [Epoch];
    expect(validationAccuracy).toBe(accuracy);
    expect(validationLoss).toBeCloseTo(loss, 4);
  });

  it('trained in one process, its losses are those of the run within 1e-3', async () => {
    const [, ...epochs] = await run(['train.py', '--out', join(root, 'one')]);
    expect(epochs).toHaveLength(ours.length);
    for (const [index, { trainLoss, validationLoss, validationAccuracy }] of epochs.entries()) {
      expect(Math.abs(trainLoss - ours[index]!.trainLoss)).toBeLessThan(1e-3);
      expect(Math.abs(validationLoss - ours[index]!.validationLoss)).toBeLessThan(1e-3);
      expect(validationAccuracy).toBe(ours[index]!.validationAccuracy);
    }
    expect((await readdir(join(root, 'one'))).toSorted()).toEqual(['best.pth', 'last.pth']);
  });

  it('trained in two processes by torchrun, batch norms still, its losses are those of the run within 1e-3', async () => {
    // torch 1.13 on Python 3.11 starts nobody where stdout and stderr both stay as they are.
    const torchrun = ['-m', 'torch.distributed.run', '--redirects', '2', '--tee', '2', '--standalone', '--nproc_per_node', '2'];
    const [, ...epochs] = await run([...torchrun, 'train.py', '--out', join(root, 'two')]);
    expect(epochs.map(({ validationAccuracy }) => validationAccuracy)).toEqual(ours.map(({ validationAccuracy }) => validationAccuracy));
    for (const [index, { trainLoss }] of epochs.entries()) expect(Math.abs(trainLoss - ours[index]!.trainLoss)).toBeLessThan(1e-3);
  });
});

it('a project of a run whose images have changed is refused, and not written', async () => {
  const root = await temporaryFolder();
  await writeColourFolder(join(root, 'images'), { train: 4, validation: 2 });
  const small = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '8', '--recipe', 'head-only', '--epochs', '1', '--backend', 'cpu', '--no-report'];
  expect(await runAttune('finetune', join(root, 'images'), ...small, '--out', join(root, 'run'))).toMatchObject({ code: 0 });
  await rm(join(root, 'images/train/red/0.ppm'));
  const { code, stderr } = await runAttune('export', join(root, 'run'), '--to', 'torch-project', '--out', join(root, 'project'));
  expect([code, stderr]).toEqual([2, expect.stringMatching(/have changed: 1 image gone \(train\/red\/0\.ppm\)/u)]);
  expect(await readdir(root)).not.toContain('project');
  await rm(root, { recursive: true });
});
