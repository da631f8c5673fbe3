import { disposeModule, evaluation, seededRandom, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { SqueezeExcite } from '../../../../../tools/testing/squeeze-excite.ts';
import { TinyNetwork } from '../../test/support/tiny-network.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { writeSafetensors } from '../safetensors/write-safetensors.ts';
import type { TensorData } from '../tensor/tensor-data.ts';
import { type LoadOptions, examineLoad } from './load-plan.ts';
import { loadPretrained } from './load-pretrained.ts';
import { traitEntries } from '../traits.ts';
import { CheckpointMisfitError } from './misfit-error.ts';
import { saveModel } from './save-model.ts';

const names = ['conv1.weight', 'bn1.weight', 'bn1.bias', 'bn1.running_mean', 'bn1.running_var', 'bn1.num_batches_tracked', 'fc.weight', 'fc.bias'];

async function checkpointOf(network: TinyNetwork, change: (tensors: Map<string, TensorData>) => void = () => {}): Promise<Checkpoint> {
  const tensors = await saveModel(network);
  change(tensors);
  return readCheckpoint(writeSafetensors(tensors), { name: 'tiny.safetensors' });
}

function filled(shape: readonly number[], value = 7): TensorData {
  return { dtype: 'F32', shape, data: new Float32Array(shape.reduce((count, size) => count * size, 1)).fill(value) };
}

function withOwnGate(): TinyNetwork {
  return new TinyNetwork({ attention: new SqueezeExcite(4, seededRandom(0)) });
}

async function misfit(model: TinyNetwork, checkpoint: Checkpoint, options: LoadOptions = {}): Promise<CheckpointMisfitError> {
  const before = await snapshot(model);
  const error = await loadPretrained(model, checkpoint, options).catch((cause: unknown) => cause);
  if (!(error instanceof CheckpointMisfitError)) throw error;
  expect(await snapshot(model)).toEqual(before);
  return error;
}

async function snapshot(model: TinyNetwork): Promise<unknown> {
  const values = [...stateDict(model)].map(async ([name, variable]) => [name, [...(await variable.data())]] as const);
  return [await Promise.all(values), model.bn1.batchesTracked];
}

describe('saving', () => {
  it('gives torch’s names in torch’s order, kernels [O, I, H, W], matrices [out, in], counters as int64 scalars', async () => {
    const tensors = await saveModel(new TinyNetwork());
    expect([...tensors.keys()]).toEqual(names);
    expect([...tensors.values()].map(({ shape }) => shape)).toEqual([[4, 2, 3, 3], [4], [4], [4], [4], [], [3, 4], [3]]);
    expect(tensors.get('bn1.num_batches_tracked')?.dtype).toBe('I64');
  });

  it('gives copies: what training does later does not reach them', async () => {
    const network = new TinyNetwork();
    const saved = (await saveModel(network)).get('bn1.bias')!;
    network.bn1.bias.assign(tf.ones([4]));
    expect([...saved.data]).toEqual([0, 0, 0, 0]);
  });
});

describe('loading', () => {
  it('what was saved gives the same logits bit for bit, and the same state', async () => {
    const [saved, loaded] = [new TinyNetwork({ seed: 1 }), new TinyNetwork({ seed: 2 })];
    saved.bn1.batchesTracked = 12;
    const report = await loadPretrained(loaded, await checkpointOf(saved));
    expect([...report.loaded].sort()).toEqual([...names].sort());
    expect([report.reinitialised, report.fresh, report.ignored]).toEqual([[], [], []]);
    expect(await snapshot(loaded)).toEqual(await snapshot(saved));
    const images = tf.randomNormal<tf.Rank.R4>([2, 4, 4, 2], 0, 1, 'float32', 3);
    expect([...loaded.forward(images, evaluation).dataSync()]).toEqual([...saved.forward(images, evaluation).dataSync()]);
  });

  it('leaves no tensor behind', async () => {
    const [saved, loaded] = [new TinyNetwork({ seed: 1 }), new TinyNetwork({ seed: 2 })];
    const checkpoint = await checkpointOf(saved);
    const before = tf.memory().numTensors;
    await loadPretrained(loaded, checkpoint);
    expect(tf.memory().numTensors).toBe(before);
    disposeModule(loaded);
  });

  it('reads one tensor at a time', async () => {
    let [open, most] = [0, 0];
    const checkpoint = await checkpointOf(new TinyNetwork());
    const tensors = checkpoint.tensors.map((entry) => ({
      ...entry,
      readFloat32: async () => {
        most = Math.max(most, ++open);
        const values = await entry.readFloat32();
        open--;
        return values;
      },
    }));
    await loadPretrained(new TinyNetwork(), { ...checkpoint, tensors });
    expect(most).toBe(1);
  });

  it('a head of another size keeps its initial values, all else is loaded', async () => {
    const [saved, model] = [new TinyNetwork({ classes: 10, seed: 1 }), new TinyNetwork({ classes: 3, seed: 2 })];
    const head = [...(await model.fc.weight.data())];
    const report = await loadPretrained(model, await checkpointOf(saved));
    expect(report.reinitialised).toEqual(['fc.weight', 'fc.bias']);
    expect([...(await model.fc.weight.data())]).toEqual(head);
    expect([...(await model.conv1.weight.data())]).toEqual([...(await saved.conv1.weight.data())]);
  });

  it('attention that the file lacks is fresh; half a gate is missing', async () => {
    const plain = new TinyNetwork({ seed: 1 });
    const report = await loadPretrained(new TinyNetwork({ attention: true }), await checkpointOf(plain));
    expect(report.fresh).toEqual(['cbam1.weight', 'cbam1.bias']);
    const half = await checkpointOf(new TinyNetwork({ attention: true }), (tensors) => tensors.delete('cbam1.bias'));
    expect((await misfit(new TinyNetwork({ attention: true }), half)).missing).toEqual(['cbam1.bias']);
  });

  it('so is a gate of someone’s own, under the name of its kind', async () => {
    const report = await loadPretrained(withOwnGate(), await checkpointOf(new TinyNetwork()));
    expect(report.fresh).toEqual(['own1.squeeze.weight', 'own1.squeeze.bias', 'own1.excite.weight', 'own1.excite.bias']);
    const half = await checkpointOf(withOwnGate(), (tensors) => tensors.delete('own1.excite.bias'));
    expect((await misfit(withOwnGate(), half)).missing).toEqual(['own1.excite.bias']);
    const { message } = await misfit(new TinyNetwork(), await checkpointOf(withOwnGate()));
    expect(message).toContain('The file has attention that the model lacks or has in another variant or place (own1)');
  });

  it('neither a head of another size nor attention that is not there passes where the file is all there is', async () => {
    const [other, plain] = [await checkpointOf(new TinyNetwork({ classes: 10 })), await checkpointOf(new TinyNetwork())];
    const resized = await misfit(new TinyNetwork({ classes: 3 }), other, { whole: true });
    expect(resized.misshapen.map(({ name }) => name)).toEqual(['fc.bias', 'fc.weight']);
    expect(resized.message).toContain('The file tells 10 classes apart, and the model 3');
    const unlearned = await misfit(new TinyNetwork({ attention: true }), plain, { whole: true });
    expect(unlearned.missing).toEqual(['cbam1.weight', 'cbam1.bias']);
    expect(unlearned.message).toContain('The file lacks attention that the model has (cbam1)');
    const report = await loadPretrained(new TinyNetwork(), plain, { whole: true });
    expect([report.reinitialised, report.fresh]).toEqual([[], []]);
  });

  it('a counter of shape [1], of any size, or none at all is fine', async () => {
    const model = new TinyNetwork();
    await loadPretrained(
      model,
      await checkpointOf(model, (tensors) => tensors.set('bn1.num_batches_tracked', { dtype: 'I64', shape: [1], data: BigInt64Array.of(2n ** 53n + 1n) })),
    );
    expect(model.bn1.batchesTracked).toBe(2 ** 53);
    await loadPretrained(model, await checkpointOf(model, (tensors) => tensors.set('bn1.num_batches_tracked', filled([], 5))));
    expect(model.bn1.batchesTracked).toBe(5);
    const report = await loadPretrained(model, await checkpointOf(model, (tensors) => tensors.delete('bn1.num_batches_tracked')));
    expect(report.loaded).not.toContain('bn1.num_batches_tracked');
  });

  it('an F16 file loads as its exact float32 values', async () => {
    const [saved, model] = [new TinyNetwork({ seed: 1 }), new TinyNetwork()];
    const checkpoint = await readCheckpoint(writeSafetensors(await saveModel(saved), { dtype: 'F16' }));
    await loadPretrained(model, checkpoint);
    const exact = await checkpoint.tensors.find(({ name }) => name === 'fc.bias')!.readFloat32();
    expect([...(await model.fc.bias!.data())]).toEqual([...exact]);
  });
});

describe('a file that does not fit', () => {
  it('is an error with every missing, unexpected and misshapen name at once, and nothing is loaded', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) => {
      tensors.delete('bn1.bias');
      tensors.delete('conv1.weight');
      tensors.set('extra', filled([1]));
      tensors.set('bn1.weight', filled([5]));
      tensors.set('bn1.num_batches_tracked', filled([2]));
    });
    const error = await misfit(new TinyNetwork({ seed: 9 }), checkpoint);
    expect(error.code).toBe('ATTUNE_CHECKPOINT_MISFIT');
    expect(error.missing).toEqual(['conv1.weight', 'bn1.bias']);
    expect(error.unexpected).toEqual(['extra']);
    expect(error.misshapen).toEqual([
      { name: 'bn1.weight', expected: [4], actual: [5] },
      { name: 'bn1.num_batches_tracked', expected: [], actual: [2] },
    ]);
    expect(error.message).toMatch(/^tiny\.safetensors: it does not fit tiny, and nothing was loaded\./);
    expect(error.message).not.toContain('\n');
  });

  it('hundreds of names are told in groups: the message is at most fifteen lines of 80 columns', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) => {
      for (let index = 0; index < 400; index++) tensors.set(`stage${index % 9}.block${index}.weight`, filled([1]));
    });
    const error = await misfit(new TinyNetwork(), checkpoint);
    expect(error.unexpected).toHaveLength(400);
    expect(error.message.length).toBeLessThan(15 * 80);
    expect(error.message).toContain('400 unexpected (stage0.* (45)');
  });

  it('a file without a classifier loads where a new one may be, to the bit, and is refused elsewhere', async () => {
    const source = new TinyNetwork({ seed: 3 });
    const checkpoint = await checkpointOf(source, (tensors) => {
      for (const name of ['fc.weight', 'fc.bias']) tensors.delete(name);
    });
    const error = await misfit(new TinyNetwork(), checkpoint);
    expect(error.missing).toEqual(['fc.weight', 'fc.bias']);
    expect(error.message).toContain('has no classifier');
    const network = new TinyNetwork({ seed: 4 });
    const report = await loadPretrained(network, checkpoint, { newHead: true });
    expect(report.reinitialised).toEqual(['fc.weight', 'fc.bias']);
    expect(await network.conv1.weight.data()).toEqual(await source.conv1.weight.data());
  });

  it('a backbone of another size is an error, also when the head differs', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork({ classes: 10 }), (tensors) => tensors.set('conv1.weight', filled([8, 2, 3, 3])));
    expect((await misfit(new TinyNetwork(), checkpoint)).misshapen).toEqual([{ name: 'conv1.weight', expected: [4, 2, 3, 3], actual: [8, 2, 3, 3] }]);
  });

  it('a head of other inputs is an error: only the number of classes may differ', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) => tensors.set('fc.weight', filled([3, 5])));
    expect((await misfit(new TinyNetwork(), checkpoint)).misshapen.map(({ name }) => name)).toEqual(['fc.weight']);
  });

  it('a head of other names is explained, and rename maps it', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork({ seed: 1 }), (tensors) => {
      tensors.set('linear.weight', tensors.get('fc.weight')!);
      tensors.set('linear.bias', tensors.get('fc.bias')!);
      tensors.delete('fc.weight');
      tensors.delete('fc.bias');
    });
    expect((await misfit(new TinyNetwork(), checkpoint)).message).toMatch(
      /classifier has other names: fc\.weight, fc\.bias in the model, linear\.(bias|weight)/,
    );
    const report = await loadPretrained(new TinyNetwork(), checkpoint, { rename: (name) => name.replace(/^linear\./, 'fc.') });
    expect(report.loaded).toContain('fc.weight');
  });

  it('two names that rename makes one are an error', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) => tensors.set('old.bias', filled([3])));
    expect((await misfit(new TinyNetwork(), checkpoint, { rename: (name) => name.replace('old', 'fc') })).unexpected).toEqual(['fc.bias']);
  });

  it('a file in another layout, with attention, without batch norms, or of a larger network is recognised', async () => {
    const turned = await checkpointOf(new TinyNetwork(), (tensors) => tensors.set('conv1.weight', filled([3, 3, 2, 4])));
    expect((await misfit(new TinyNetwork(), turned)).message).toMatch(/conv1\.weight has the model's sizes in another order/);
    const gated = await checkpointOf(new TinyNetwork({ attention: true }));
    expect((await misfit(new TinyNetwork(), gated)).message).toMatch(/The file has attention that the model lacks/);
    const normless = await checkpointOf(new TinyNetwork(), (tensors) =>
      [...tensors.keys()].filter((name) => name.startsWith('bn1')).forEach((name) => tensors.delete(name)),
    );
    expect((await misfit(new TinyNetwork(), normless)).message).toMatch(/The file has no batch norms, and the model has/);
    const deeper = await checkpointOf(new TinyNetwork(), (tensors) => tensors.set('layer9.weight', filled([1])));
    expect((await misfit(new TinyNetwork(), deeper)).message).toMatch(/belongs to a larger architecture/);
  });

  it('what callers name may be absent or left over', async () => {
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) => {
      tensors.delete('bn1.bias');
      tensors.set('extra', filled([1]));
      tensors.set('n_averaged', filled([]));
    });
    const options = { allowMissing: (name: string) => name === 'bn1.bias', allowUnexpected: (name: string) => name === 'extra' };
    const report = await loadPretrained(new TinyNetwork(), checkpoint, options);
    expect([report.fresh, [...report.ignored].sort()]).toEqual([['bn1.bias'], ['extra', 'n_averaged']]);
  });

  it('a float64 that overflows float32 is found before anything is loaded', async () => {
    const model = new TinyNetwork({ seed: 3 });
    const before = await snapshot(model);
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) =>
      tensors.set('fc.bias', { dtype: 'F64', shape: [3], data: Float64Array.of(1, 1e300, 1) }),
    );
    await expect(loadPretrained(model, checkpoint)).rejects.toMatchObject({ code: 'ATTUNE_CHECKPOINT', kind: 'overflow', tensors: ['fc.bias'] });
    expect(await snapshot(model)).toEqual(before);
  });
});

async function withTraits(network: TinyNetwork): Promise<Checkpoint> {
  return readCheckpoint(writeSafetensors(await saveModel(network), { metadata: traitEntries(network.traits) }), { name: 'tiny' });
}

describe('traits', () => {
  const folded = new Map([['folded', 'twice']]);

  it('of a file must be the network’s: names and shapes alone do not tell that it computes something else', async () => {
    const checkpoint = await withTraits(new TinyNetwork({ traits: folded }));
    const error = await misfit(new TinyNetwork(), checkpoint);
    expect(error.otherTraits).toEqual([{ trait: 'folded', expected: null, actual: 'twice' }]);
    expect(error.message).toMatch(/build the model with "?folded"? "?twice"?\. In the file: "?folded"? is "twice", the model's is "the usual"/u);
    expect(examineLoad(new TinyNetwork(), checkpoint)).toMatchObject({ fits: false, hints: [expect.stringContaining('build the model with')] });
    expect((await loadPretrained(new TinyNetwork({ traits: folded }), checkpoint)).loaded).toHaveLength(8);
  });

  it('of a network are taken on trust where a file says nothing of any', async () => {
    expect((await loadPretrained(new TinyNetwork({ traits: folded }), await withTraits(new TinyNetwork()))).loaded).toHaveLength(8);
  });
});

describe('weights that were quantised', () => {
  it.each(['I8', 'U8', 'I64'] as const)('are refused as %s, by name, and nothing is loaded; a plan says so beforehand', async (dtype) => {
    const data = { I8: new Int8Array(12), U8: new Uint8Array(12), I64: new BigInt64Array(12) }[dtype];
    const checkpoint = await checkpointOf(new TinyNetwork(), (tensors) => tensors.set('fc.weight', { dtype, shape: [3, 4], data }));
    const model = new TinyNetwork();
    const { message, integers } = await misfit(model, checkpoint);
    expect(integers).toEqual([{ name: 'fc.weight', dtype }]);
    expect(message).toMatch(/^tiny\.safetensors: .*nothing was loaded\. fc\.weight is u?int\d+, and weights are floating point/u);
    const { fits, tensors, hints } = examineLoad(model, checkpoint);
    expect({ fits, status: tensors.find(({ name }) => name === 'fc.weight')?.status }).toEqual({ fits: false, status: 'integers' });
    expect(hints[0]).toMatch(/^fc\.weight is u?int\d+, .*dequantize\(\)/u);
  });
});
