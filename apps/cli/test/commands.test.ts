import { describe, expect, it, vi } from 'vitest';

import { runAttune } from './run-attune.ts';

async function printed(...words: string[]): Promise<string> {
  return (await runAttune('recipe', ...words)).stdout;
}

describe('recipe', () => {
  it('prints the table, and with an architecture what each group selects', async () => {
    const { stdout, code } = await runAttune('recipe', 'three-stage', '--arch', 'resnet20', '--json');
    expect(code).toBe(0);
    const { rows, estimate } = JSON.parse(stdout) as {
      rows: { stage: string; group: string; network: { tensors: number } }[];
      estimate: { images: number; stages: { name: string; seconds: number }[] };
    };
    expect(rows.map(({ stage, group }) => `${stage}/${group}`)).toContain('all/early');
    expect(rows.find(({ group }) => group === 'attention')!.network.tensors).toBe(27);
    expect(estimate.images).toBe(1000);
    const [head, late, all] = estimate.stages.map(({ seconds }) => seconds);
    expect(head).toBeGreaterThan(0);
    // Features once against every layer, forward and back, ten times.
    expect(all! / head!).toBeGreaterThan(20);
    expect(all!).toBeGreaterThan(late!);
  });

  it('takes every option that shapes the network, and refuses what it cannot have', async () => {
    const shape = ['--attention-gates', 'channels', '--attention-stages', '3', '--reduction', '8', '--attention-blocks', 'layer3.0,layer3.2'];
    const { stdout } = await runAttune('recipe', 'three-stage', '--arch', 'resnet20', ...shape, '--dropout', '0.1', '--stochastic-depth', '0.1', '--json');
    const { rows } = JSON.parse(stdout) as { rows: { group: string; network: { names: string[]; parameters: number } }[] };
    const { names, parameters } = rows.find(({ group }) => group === 'attention')!.network;
    // Two blocks of 64 channels, each with a bottleneck of 8 units without biases.
    expect(parameters).toBe(2 * 2 * 64 * 8);
    expect(names).toEqual(['layer3.0', 'layer3.2'].flatMap((block) => ['fc1', 'fc2'].map((layer) => `${block}.cbam.channel.${layer}.weight`)));
    const refused = await runAttune('recipe', 'three-stage', '--arch', 'vgg11', '--placement', 'in-block', '--stochastic-depth', '0.1');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/vgg11 takes no --stochastic-depth.*not in-block: leave --placement out/u) });
  });

  it('scales every rate, and those of the body once more', async () => {
    const { stdout } = await runAttune('recipe', 'three-stage', '--rate-scale', '2', '--body-rate-scale', '10', '--json');
    const { rows } = JSON.parse(stdout) as { rows: { stage: string; group: string; learningRate: number }[] };
    const rate = (name: string) => rows.find(({ stage, group }) => stage === 'all' && group === name)!.learningRate;
    expect(['head', 'attention', 'last segment', 'segment before', 'early'].map((name) => rate(name).toPrecision(3))).toEqual(
      [1e-2, 2e-3, 6e-3, 2e-3, 6e-4].map((expected) => expected.toPrecision(3)),
    );
  });

  it('refuses to scale the rates of a body that is not trained', async () => {
    const { code, stderr } = await runAttune('recipe', 'head-only', '--body-rate-scale', '10');
    expect(code).toBe(2);
    expect(stderr).toMatch(/"head-only": trains the head and attention alone/);
  });

  it('says of a recipe that measures the rates of its body that it will, and nothing where they are chosen', async () => {
    expect(await printed('three-stage')).toMatch(/Before it trains, it measures on the images what the body can bear/u);
    expect(await printed('lecture', '--body-rate-scale', 'auto', '--yaml')).toContain('bodyRates: measured');
    expect(JSON.parse(await printed('three-stage', '--json'))).toMatchObject({ bodyRates: 'measured' });
    for (const words of [['three-stage', '--body-rate-scale', '1'], ['three-stage-small']]) expect(await printed(...words)).not.toContain('measures');
  });

  it('prints as YAML a file that reads back as the same recipe', async () => {
    const { stdout } = await runAttune('recipe', 'lecture', '--yaml');
    expect(stdout).toMatch(/name: lecture/);
    expect(stdout).toMatch(/slice:/);
  });
});

describe('doctor', () => {
  it('names every backend and the one in use', async () => {
    const { stdout, code } = await runAttune('doctor', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { backends: { backend: string }[]; backend: string };
    expect(report.backends.map(({ backend }) => backend)).toEqual(['node-gpu', 'node', 'webgpu', 'webgl', 'native', 'wasm', 'cpu']);
    expect(report.backend).toBe('native');
  });

  it('says why the native kernels do not run, and takes wasm', async () => {
    vi.stubEnv('ATTUNE_NATIVE', '0');
    const { stdout } = await runAttune('doctor', '--json');
    vi.unstubAllEnvs();
    const report = JSON.parse(stdout) as { backends: { backend: string; available: boolean; reason?: string }[]; backend: string };
    expect(report.backends.find(({ backend }) => backend === 'native')).toEqual({ backend: 'native', available: false, reason: 'ATTUNE_NATIVE is 0.' });
    expect(report.backend).toBe('wasm');
  });
});

describe('help', () => {
  it('of a command exits with 0 and names its flags', async () => {
    const { code, stdout } = await runAttune('finetune', '--help');
    expect(code).toBe(0);
    for (const flag of [
      '--arch',
      '--attention',
      '--placement',
      '--weights',
      '--recipe',
      '--epochs',
      '--image-size',
      '--batch-size',
      '--seed',
      '--backend',
      '--threads',
      '--out',
      '--resume',
    ]) {
      expect(stdout).toContain(flag);
    }
  });
});
