import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

/** A ResNet-20 on the embedded emoji, stopped after its second epoch of six by the
 * command as it was on 2026-11-29. */
const fixture = fileURLToPath(new URL('fixtures/run-of-the-command', import.meta.url));

/** What that command made of it when it went on: the validation losses of its epochs. */
const lossesThen = [1.8537090482431262, 1.7463772981478476, 1.7028089633072072, 1.6904186305593079, 1.683135031958751, 1.6823242738850779];
const accuracyThen = 0.3678646934460888;

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await cp(fixture, join(root, 'run'), { recursive: true });
  await cp(fixture, join(root, 'other'), { recursive: true });
  vi.stubEnv('INIT_CWD', root);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('a run that an earlier version wrote', () => {
  it('is inspected with its network and its classes', async () => {
    const { code, stdout } = await runAttune('inspect', 'run', '--json');
    expect(code).toBe(0);
    const { model, classes, preprocessing, training } = JSON.parse(await readFile(join(fixture, 'run.json'), 'utf8')) as Record<string, object>;
    expect(JSON.parse(stdout)).toMatchObject({ model, classes, preprocessing, training });
  });

  it('is as good on its validation images as it was, within one image', async () => {
    const { stdout } = await runAttune('compare', 'run', 'other', '--json');
    const { images, runs } = JSON.parse(stdout) as { images: number; runs: { accuracy: number; loss: number }[] };
    expect(images).toBe(473);
    expect(Math.abs(runs[0]!.accuracy - accuracyThen)).toBeLessThan(1.5 / images);
    expect(runs[0]!.loss).toBeCloseTo(lossesThen[1]!, 4);
  });

  it('goes on to the losses that it had then within 1e-3, and keeps its run.json', async () => {
    const { code, stdout } = await runAttune('finetune', '--resume', 'run', '--no-report', '--json');
    expect(code).toBe(0);
    const { stages } = JSON.parse(stdout) as { stages: { epochs: { validationLoss: number }[] }[] };
    const losses = stages[0]!.epochs.map(({ validationLoss }) => validationLoss);
    expect(losses).toHaveLength(lossesThen.length);
    losses.forEach((loss, epoch) => expect(Math.abs(loss - lossesThen[epoch]!)).toBeLessThan(1e-3));
    expect(await readFile(join(root, 'run/run.json'), 'utf8')).toBe(await readFile(join(fixture, 'run.json'), 'utf8'));
  });
});
