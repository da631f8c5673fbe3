import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readCheckpoint, writeSafetensors } from '../src/index.ts';

const data = process.env['ATTUNE_DATA'];
const checkpoints = join(data ?? '', 'checkpoints');

describe.skipIf(!data)('trained weights as people publish them', () => {
  it.each([
    ['resnet20-12fca82f.th', 97, '91.78'],
    ['resnet32-d509ac18.th', 157, '92.78'],
    ['resnet56-4bfd9763.th', 277, '93.62'],
  ])('%s: a legacy stream of CUDA storages with %i tensors inside state_dict and module.', async (name, count, accuracy) => {
    const checkpoint = await readCheckpoint(join(checkpoints, 'cifar10-resnet', name));
    expect([checkpoint.format, checkpoint.wrappers, checkpoint.tensors.length]).toEqual(['torch-legacy', ['state_dict', 'module.'], count]);
    expect(checkpoint.metadata.get('best_prec1')).toMatch(new RegExp(`^${accuracy}`));
    for (const entry of checkpoint.tensors) expect((await entry.readFloat32()).every(Number.isFinite)).toBe(true);
  });

  it('resnet20 as a legacy stream and as safetensors are the same tensors, bit for bit', async () => {
    const stream = await readCheckpoint(join(checkpoints, 'cifar10-resnet/resnet20-12fca82f.th'));
    const plain = await readCheckpoint(join(checkpoints, 'cifar10-resnet/resnet20-12fca82f.safetensors'));
    const values = new Map(await Promise.all(plain.tensors.map(async (entry) => [entry.name, await entry.read()] as const)));
    expect(stream.tensors.map(({ name }) => name).sort()).toEqual([...values.keys()].sort());
    for (const entry of stream.tensors) expect(await entry.read()).toEqual(values.get(entry.name));
  });

  it('imagenet-resnet18: written again as F16, its matrices do not change by a bit', async () => {
    const { tensors } = await readCheckpoint(join(checkpoints, 'imagenet-resnet18/resnet18-imagenet-f16.safetensors'));
    const matrices = tensors.filter(({ dtype }) => dtype === 'F16').slice(0, 8);
    const values = await Promise.all(matrices.map(async ({ name, shape, readFloat32 }) => [name, { dtype: 'F32', shape, data: await readFloat32() }] as const));
    const again = await readCheckpoint(writeSafetensors(new Map(values), { dtype: 'F16' }));
    for (const entry of again.tensors) expect(await entry.read()).toEqual(await matrices.find(({ name }) => name === entry.name)!.read());
    expect(again.tensors).toHaveLength(8);
  });
});
