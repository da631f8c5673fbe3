import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('../bin/attune-bench.js', import.meta.url));
const bench = (...words: string[]) => spawnSync(process.execPath, [command, ...words], { encoding: 'utf8', timeout: 600_000 });
const hasTorch = spawnSync('/usr/bin/python3', ['-c', 'import torchvision'], { timeout: 600_000 }).status === 0;
const quick = ['--rounds', '1', '--repetitions', '2', '--warm-up', '1', '--json'];

interface Output {
  readonly results: readonly { readonly name: string; readonly imagesPerSecond: number; readonly samples: readonly number[]; readonly peakBytes: number }[];
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  readonly ratio: Readonly<Record<string, number>>;
  readonly machine: { readonly roofline: number };
}

describe('the built bench', () => {
  it.skipIf(!hasTorch)('measures a step beside PyTorch, names the peers that cannot train, and gives the share of the speed', () => {
    const { stdout, status } = bench('step', '--arch', 'resnet20', '--batch', '4', '--threads', '2', '--against', 'torch,jax-js,onnxruntime-web', ...quick);
    expect(status).toBe(0);
    const { results, absent, ratio, machine } = JSON.parse(stdout) as Output;
    expect(results.map(({ name }) => name)).toEqual(['attune', 'torch']);
    for (const { samples, peakBytes } of results) {
      expect(samples).toHaveLength(2);
      expect(peakBytes).toBeGreaterThan(5e7);
    }
    expect(ratio['torch']).toBeCloseTo(results[0]!.imagesPerSecond / results[1]!.imagesPerSecond, 10);
    expect(absent.map(({ name }) => name)).toEqual(['jax-js', 'onnxruntime-web']);
    expect(machine.roofline).toBeGreaterThan(1);
  });

  it.skipIf(!hasTorch)('measures a forward pass beside tfjs and ONNX Runtime', () => {
    const { stdout, status } = bench('forward', '--arch', 'resnet20', '--batch', '4', '--against', 'tfjs,onnxruntime-web', ...quick);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Output).results.map(({ name }) => name)).toEqual(['attune', 'tfjs', 'onnxruntime-web']);
  });

  it('an unknown peer and an unknown architecture are refused in a line', () => {
    for (const words of [
      ['--against', 'caffe'],
      ['--arch', 'resnet19'],
    ]) {
      const { status, stderr } = bench('step', ...words);
      expect(status).toBe(2);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(words[1]);
    }
  });
});
