import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type TensorData, writeSafetensors } from '@attune/checkpoint';
import { architectureNames, stateShapes } from '@attune/zoo';
import { runAttune } from './run-attune.ts';

interface Summary {
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly attentionAdds: { readonly parameters: number; readonly multiplyAdds: number } | null;
  readonly published: { readonly parameters: number; readonly multiplyAdds: number } | null;
}

async function summaryOf(...words: string[]): Promise<Summary> {
  const { code, stdout, stderr } = await runAttune('summary', ...words, '--json');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Summary;
}

function zeros(shape: readonly number[]): TensorData {
  return { dtype: 'F32', shape, data: new Float32Array(shape.reduce((count, size) => count * size, 1)) };
}

/** He et al. 2015, table 6, in millions as printed there. */
const cifar: Readonly<Record<string, string>> = { resnet20: '0.27', resnet32: '0.46', resnet44: '0.66', resnet56: '0.85', resnet110: '1.7' };

describe('summary', () => {
  it.each(architectureNames)("counts %s's parameters as published, and its multiply-adds within 1 %", async (arch) => {
    const { parameters, multiplyAdds, published, attentionAdds } = await summaryOf('--arch', arch, '--attention', 'none');
    expect(attentionAdds).toBeNull();
    if (arch in cifar) {
      expect((parameters / 1e6).toFixed(cifar[arch]!.length - 2)).toBe(cifar[arch]);
    } else {
      expect(parameters).toBe(published!.parameters);
      expect(Math.abs(multiplyAdds / published!.multiplyAdds - 1)).toBeLessThan(0.01);
    }
  });

  // Woo et al. 2018, table 1: the published models have biases in the bottleneck, as
  // the authors' variant has.
  it.each([
    ['resnet18', '11.78', '1.815'],
    ['resnet34', '21.96', '3.665'],
    ['resnet50', '28.09', '3.864'],
  ])("counts %s with the authors' CBAM as %s M parameters", async (arch, parameters, multiplyAdds) => {
    const found = await summaryOf('--arch', arch, '--attention', 'authors', '--placement', 'in-block');
    expect((found.parameters / 1e6).toFixed(2)).toBe(parameters);
    if (arch !== 'resnet50') expect(Math.abs(found.multiplyAdds / 1e9 / Number(multiplyAdds) - 1)).toBeLessThan(0.01); // the paper's ResNet-50 strides in the 1×1
  });

  it.each(['shards', join('shards', 'model.safetensors.index.json')])('opens weights in shards, as evaluate and predict do, from %s', async (path) => {
    const folder = await mkdtemp(join(tmpdir(), 'attune-summary-'));
    const shards = join(folder, 'shards');
    await mkdir(shards);
    const weightMap: Record<string, string> = {};
    for (const part of ['1.safetensors', '2.safetensors']) {
      const isOfPart = ({ name }: { readonly name: string }) => name.startsWith('layer') === (part === '2.safetensors');
      const tensors = stateShapes('resnet20', 10)
        .filter(isOfPart)
        .map(({ name, shape }) => [name, zeros(shape)] as const);
      await writeFile(join(shards, part), writeSafetensors(new Map(tensors)));
      for (const [name] of tensors) weightMap[name] = part;
    }
    await writeFile(join(shards, 'model.safetensors.index.json'), JSON.stringify({ weight_map: weightMap }));
    expect((await summaryOf(join(folder, path))).parameters).toBe((await summaryOf('--arch', 'resnet20', '--attention', 'none')).parameters);
    await rm(folder, { recursive: true });
  });

  it('counts attention only in the blocks that are named: one of the two of each stage is half of it', async () => {
    const [all, half] = [
      await summaryOf('--arch', 'resnet18'),
      await summaryOf('--arch', 'resnet18', '--attention-blocks', 'layer1.0,layer2.0,layer3.0,layer4.0'),
    ];
    const plain = await summaryOf('--arch', 'resnet18', '--attention', 'none');
    expect([all.parameters - plain.parameters, half.parameters - plain.parameters]).toEqual([87_824, 43_912]);
    const { code, stderr } = await runAttune('summary', '--arch', 'resnet18', '--attention-blocks', 'layer9.0');
    expect([code, stderr]).toEqual([2, expect.stringContaining('layer9.0')]);
  });

  it('prints a table and draws the network', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'attune-')), 'network.svg');
    const { stdout, code } = await runAttune('summary', '--arch', 'resnet18', '--svg', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Attention adds 87,824 parameters/u);
    expect(await readFile(file, 'utf8')).toMatch(/^<svg[^]*layer4\.1[^]*<\/svg>$/u);
  });

  it('tells the network of a checkpoint by itself, and refuses flags that would contradict it', async () => {
    const network = await summaryOf('sample');
    expect(network.parameters).toBe((await summaryOf('--arch', 'resnet20', '--attention', 'none', '--classes', '10')).parameters);
    const { code, stderr } = await runAttune('summary', 'sample', '--classes', '3');
    expect([code, stderr]).toEqual([2, expect.stringContaining('leave out --classes')]);
  });

  it('asks for an architecture', async () => {
    const { code, stderr } = await runAttune('summary');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--arch')]);
  });
});
