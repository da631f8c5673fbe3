import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readCheckpoint, summarise, torchDtype } from '../src/index.ts';
import { failureOf } from './support/failure.ts';

const data = process.env['ATTUNE_DATA'];
const cases = join(data ?? '', '..', 'cases');

interface ExpectedTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sum_finite: number | string;
  readonly wsum?: number;
}

function readExpected(): Record<string, { readonly tensors?: Record<string, ExpectedTensor> }> {
  return JSON.parse(readFileSync(join(cases, 'expected.json'), 'utf8')) as ReturnType<typeof readExpected>;
}

describe.skipIf(!data)('bug reports turned into files', () => {
  it.each([
    ['ckpt/A01_dataparallel_wrapped.pth.tar', ['state_dict', 'module.']],
    ['ckpt/A03_orig_mod_module.pth', ['model', '_orig_mod.', 'module.']],
    ['ckpt/A04_legacy_not_zip.pth', []],
    ['ckpt/A06_pickle_protocol4.pth', []],
    ['ckpt/A07_strides_offsets_shared.pth', []],
    ['ckpt/A10_half_bf16_double.pth', []],
    ['ckpt/A11_no_num_batches_tracked.pth', []],
    ['ckpt/A11_num_batches_tracked_2p53.pth', []],
    ['ckpt/A12_fc_10_classes.pth', []],
    ['ckpt/A15_vgg_other_numbering.pth', []],
    ['st/B02_metadata_strings.safetensors', []],
    ['st/B02_metadata_null.safetensors', []],
    ['st/B03_header_len_odd.safetensors', []],
    ['st/B03_u8_then_f32.safetensors', []],
    ['st/B08_f16_bf16_i64.safetensors', []],
    ['st/B09_sharded_ok', []],
  ])('%s: wrappers, shapes and dtypes are right, integer sums exact, float sums within 1e-12 relative', async (name, wrappers) => {
    const checkpoint = await readCheckpoint(join(cases, 'files', name));
    expect(checkpoint.wrappers).toEqual(wrappers);
    const expected = readExpected()[name]!.tensors!;
    expect(checkpoint.tensors.map((entry) => entry.name).sort()).toEqual(Object.keys(expected).sort());
    for (const entry of checkpoint.tensors) {
      const { shape, dtype, sum_finite: sum, wsum } = expected[entry.name]!;
      expect([entry.shape, torchDtype(entry.dtype)]).toEqual([shape, dtype]);
      const summary = summarise(await entry.read());
      expectSum(summary.sum, sum);
      if (wsum !== undefined) expectSum(summary.wsum, wsum);
    }
  });

  it.each([
    ['ckpt/A09_storage_absent.pth', 'missing-storage', 'conv1.weight'],
    ['ckpt/A09_storage_short.pth', 'truncated', 'conv1.weight'],
    ['ckpt/G02_half_written.pth', 'truncated', 'half written'],
    ['st/B01_len_u64max.safetensors', 'truncated', 'claims 18446744073709551615 bytes'],
    ['st/B01_len_1TiB.safetensors', 'truncated', 'claims 1099511627776 bytes'],
    ['st/B01_len_cut.safetensors', 'truncated', 'incomplete file'],
    ['st/B02_metadata_number.safetensors', 'malformed', '"epoch" is 7'],
    ['st/B06_shape_too_big.safetensors', 'malformed', 'a is F32 [1000, 1000]'],
    ['st/B06_overlap.safetensors', 'malformed', 'b begins at 0'],
    ['st/B06_end_before_begin.safetensors', 'malformed', 'b '],
    ['st/B09_sharded_missing', 'missing-file', 'model-00002-of-00002.safetensors'],
    ['st/B11_data_cut.safetensors', 'truncated', 'fc.bias'],
  ])('%s is refused as %s, naming %s', async (name, kind, words) => {
    const error = await failureOf(readCheckpoint(join(cases, 'files', name)));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
  });

  it('A10: 1e300 does not become infinite in silence', async () => {
    const { tensors } = await readCheckpoint(join(cases, 'files/ckpt/A10_half_bf16_double.pth'));
    expect((await failureOf(tensors.find(({ name }) => name === 'd')!.readFloat32())).kind).toBe('overflow');
  });

  it('A18: 122 tensors of ResNet-18, 45 MB gathered from 32 KB of overlapping views', async () => {
    const { tensors } = await readCheckpoint(join(cases, 'files/ckpt/A18_resnet18_full_strided.pth'));
    expect(tensors).toHaveLength(122);
    const sizes = await Promise.all(tensors.map(async (entry) => (await entry.read()).data.length));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(11191262);
  });
});

function expectSum(actual: number | string, expected: number | string): void {
  if (typeof expected === 'string') expect(actual).toBe(expected);
  else expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}
