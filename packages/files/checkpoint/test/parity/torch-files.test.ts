import { existsSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { readCheckpoint, torchDtype } from '../../src/index.ts';
import { bytesOf } from '../support/bytes.ts';
import { failureOf } from '../support/failure.ts';
import { goldenPath, readGoldens } from '../support/goldens.ts';

describe('files of torch.save equal what torch 1.13 reads from them, bit for bit', () => {
  it.each(readGoldens())('%s', async (name, golden) => {
    const checkpoint = await readCheckpoint(goldenPath(name));
    expect(checkpoint.wrappers).toEqual(golden.wrappers);
    expect(checkpoint.tensors.map((entry) => entry.name)).toEqual(Object.keys(golden.tensors));
    for (const entry of checkpoint.tensors) {
      const expected = golden.tensors[entry.name]!;
      expect([torchDtype(entry.dtype), entry.shape]).toEqual([expected.dtype, expected.shape]);
      const bytes = Buffer.from(bytesOf((await entry.read()).data)).toString('base64');
      expect(bytes, entry.name).toBe(expected.bytes);
    }
  });
});

describe('what only running code could open is refused by name, and nothing runs', () => {
  it.each([
    ['refused-module.pth', 'refused-object', 'torch.nn.modules.container.Sequential'],
    ['refused-module-in-run.pth', 'refused-object', 'torch.nn.modules.container.Sequential'],
    ['refused-command.pth', 'refused-object', 'posix.system'],
    ['refused-quantized.pth', 'refused-object', 'torch._utils._rebuild_qtensor'],
    ['refused-complex.pth', 'unsupported', 'ComplexFloatStorage'],
    ['refused-nested.pth', 'refused-object', 'torch.storage._load_from_bytes'],
    ['refused-plain-pickle.pkl', 'unknown-format', 'a pickle, but not one of PyTorch'],
    ['refused-list.pth', 'no-tensors', 'not a dictionary'],
    ['refused-tensor.pth', 'no-tensors', 'one tensor without a name'],
    ['refused-script.pt', 'unsupported', 'TorchScript'],
  ])('%s', async (name, kind, words) => {
    const error = await failureOf(readCheckpoint(goldenPath(name)));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('\n');
    expect(existsSync('/tmp/attune-was-here')).toBe(false);
  });

  it('a command beside good tensors stays shut and is named among the skipped', async () => {
    const { tensors, skipped } = await readCheckpoint(goldenPath('command-beside.pth'));
    expect([tensors.map(({ name }) => name), skipped]).toEqual([['w'], ['note']]);
    expect(existsSync('/tmp/attune-was-here')).toBe(false);
  });
});

describe('what lies beside the tensors', () => {
  it('text and numbers are metadata, all else is named', async () => {
    const { metadata, skipped } = await readCheckpoint(goldenPath('wrapped-run.pth.tar'));
    expect([...metadata]).toEqual([
      ['epoch', '3'],
      ['arch', 'tiny'],
      ['best', '0.5'],
    ]);
    expect(skipped).toEqual(['args', 'optimizer']);
  });
});
