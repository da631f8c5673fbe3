import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { readCheckpoint } from '@attune/checkpoint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
let run: string;
let result: { readonly stages: readonly { readonly epochs: readonly { readonly learningRates: Record<string, number> }[] }[] };

beforeAll(async () => {
  root = await temporaryFolder();
  run = join(root, 'run');
  await writeColourFolder(join(root, 'colours'));
  const words = ['--arch', 'resnet20', '--attention', 'se', '--image-size', '32', '--batch-size', '8', '--epochs', '0,1,0', '--out', run, '--json'];
  const { code, stdout, stderr } = await runAttune('finetune', join(root, 'colours'), ...words);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  result = JSON.parse(stdout) as typeof result;
});

afterAll(() => rm(root, { recursive: true }));

describe('--attention se', () => {
  it('is trained as attention, and saved under timm’s names', async () => {
    expect(result.stages.at(-1)!.epochs[0]!.learningRates).toHaveProperty('attention');
    const { tensors } = await readCheckpoint(join(run, 'model.safetensors'));
    const gate = tensors.filter(({ name }) => name.startsWith('layer3.2.se.')).map(({ name, shape }) => [name, shape]);
    expect(Object.fromEntries(gate)).toEqual({
      'layer3.2.se.fc1.weight': [4, 64, 1, 1],
      'layer3.2.se.fc1.bias': [4],
      'layer3.2.se.fc2.weight': [64, 4, 1, 1],
    });
  });

  it('has a map for each block in explain, and its gates on the page and in the report', async () => {
    const out = join(root, 'explained');
    const { code, stdout } = await runAttune('explain', run, join(root, 'colours/val/red/0.ppm'), '--methods', 'attention', '--out', out, '--json');
    expect(code).toBe(0);
    const [{ files }] = JSON.parse(stdout) as [{ files: string[] }];
    expect(files.map((file) => basename(file))).toEqual(expect.arrayContaining(['1-0-se-layer1.0.png', '1-0-se-layer3.2.png']));
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('layer3.2.se: mean ');
    const report = await readFile(join(run, 'report.html'), 'utf8');
    expect(report).toContain('SE (se), after-block, reduction 16');
    expect(report).toContain('Channel gates: mean distance from 1');
    expect(report).not.toContain('Position gates');
  });

  it('is known again from the file, and grows out of weights without attention', async () => {
    const inspected = await runAttune('inspect', join(run, 'model.safetensors'), '--json');
    expect(JSON.parse(inspected.stdout)).toMatchObject({ architecture: 'resnet20', attention: { variant: 'se', placement: 'after-block', reduction: 16 } });
    const summary = await runAttune('summary', '--arch', 'resnet20', '--attention', 'se-timm', '--json');
    const { layers } = JSON.parse(summary.stdout) as { layers: { path: string; attention: boolean; gates: string[] }[] };
    expect(layers.find(({ path }) => path === 'layer1.0.se')).toMatchObject({ attention: true, gates: ['channels'] });
    const recipe = await runAttune('recipe', 'three-stage', '--arch', 'resnet20', '--attention', 'se', '--json');
    const { rows } = JSON.parse(recipe.stdout) as { rows: { group: string; network: { names: string[] } }[] };
    expect(rows.find(({ group }) => group === 'attention')!.network.names).toContain('layer1.0.se.fc1.weight');
  });
});
