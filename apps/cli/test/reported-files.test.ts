import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { runAttune } from './run-attune.ts';

/** Checkpoints from other people's bug reports, beside the real data, with what PyTorch and safetensors say of them. */
const cases = join(process.env['ATTUNE_DATA'] ?? '', '../cases');
const present = process.env['ATTUNE_DATA'] !== undefined && existsSync(join(cases, 'expected.json'));

interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sum?: number | string;
  readonly sum_finite?: number;
  readonly wsum?: number | string;
}

interface Expected {
  readonly torch_load?: string;
  readonly tensors?: Readonly<Record<string, Tensor>> | null;
  readonly right?: string;
}

const expected = present ? (JSON.parse(readFileSync(join(cases, 'expected.json'), 'utf8')) as Record<string, Expected>) : {};
const files = Object.entries(expected).filter(([file]) => /^(ckpt|st)\//u.test(file));
/** A number as metadata is an error for the reference implementation, and may be for us. */
const mayBeRefused = new Set(['st/B02_metadata_number.safetensors']);
const readable = files.filter(([file, { tensors }]) => tensors != null && !mayBeRefused.has(file) && existsSync(join(cases, 'files', file)));
const broken = files.filter(([, { tensors, right = '' }]) => tensors == null && /reject|error|truncated/u.test(right));

const close = (ours: number | string, theirs: number | string) =>
  typeof ours === 'string' || typeof theirs === 'string' ? String(ours) === String(theirs) : Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs));

/** What is said of a case that cannot be read. */
async function said(file: string): Promise<string> {
  return (await runAttune('inspect', join(cases, 'files', file))).stderr;
}

describe.skipIf(!present)('attune inspect', () => {
  it.each(readable)('%s: every tensor has the name, the shape, the dtype and the sums that PyTorch finds', async (file, { tensors }) => {
    const { code, stdout, stderr } = await runAttune('inspect', join(cases, 'files', file), '--json');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const found = new Map((JSON.parse(stdout) as { tensors: (Tensor & { name: string })[] }).tensors.map((tensor) => [tensor.name, tensor]));
    expect([...found.keys()].sort()).toEqual(Object.keys(tensors!).sort());
    for (const [name, theirs] of Object.entries(tensors!)) {
      const ours = found.get(name)!;
      expect(ours.shape, name).toEqual(theirs.shape);
      expect(close(ours.sum!, (theirs.sum ?? theirs.sum_finite)!), `${name}: sum ${ours.sum} and ${theirs.sum ?? theirs.sum_finite}`).toBe(true);
      if (theirs.wsum !== undefined) expect(close(ours.wsum!, theirs.wsum), `${name}: wsum ${ours.wsum} and ${theirs.wsum}`).toBe(true);
    }
  });

  it.each(broken)('%s: $right', async (file) => {
    const started = performance.now();
    const { code, stdout, stderr } = await runAttune('inspect', join(cases, 'files', file), '--json');
    expect(performance.now() - started).toBeLessThan(1000);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('    at ');
  });

  it('the broken part is named: a tensor whose storage is short or absent, a shard that is not there, a file that was cut', async () => {
    expect(await said('ckpt/A09_storage_short.pth')).toContain('conv1.weight');
    expect(await said('ckpt/A09_storage_absent.pth')).toContain('conv1.weight');
    expect(await said('st/B09_sharded_missing')).toContain('model-00002-of-00002.safetensors');
    expect(await said('st/B11_data_cut.safetensors')).toContain('fc.bias');
  });
});
