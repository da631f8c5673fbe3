import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { inOurNames, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { BatchNorm2d, Conv2d, Linear, type Module, Network, disposeModule, evaluation, seededRandom, stateDict } from '@attune/nn';
import { resnet18 } from '@attune/resnet';
import { identifyWeights, networkOfWeights } from '@attune/run';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { runAttune } from './run-attune.ts';

/** Checkpoints from other people's bug reports, beside the real data, with what PyTorch and
 * safetensors say of them. */
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
    const { code, stdout, stderr } = await runAttune('inspect', join(cases, 'files', file), '--json');
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

/** The cases' networks are loaded into, never run. */
const unused = (input: tf.Tensor) => input;

/** What the small files of the cases were saved from: a convolution, its norm,
 * attention if asked for, a head. */
class CaseNetwork extends Network {
  readonly conv1 = new Conv2d({ inChannels: 3, outChannels: 4, kernelSize: 3, bias: false });
  readonly bn1 = new BatchNorm2d({ channels: 4 });
  readonly cbam: Module | null;
  readonly fc: Linear;

  constructor({ classes, inFeatures, attention }: { readonly classes: number; readonly inFeatures: number; readonly attention: boolean }) {
    super({ architecture: 'case', classes });
    this.cbam = attention ? cbam()(4, seededRandom(0)) : null;
    this.fc = new Linear({ inFeatures, outFeatures: classes });
  }

  segments() {
    return [
      { name: 'body', fields: ['conv1', 'bn1', 'cbam'], forward: unused },
      { name: 'head', fields: ['fc'], forward: unused },
    ];
  }
}

describe.skipIf(!present)('loading what was reported', () => {
  beforeAll(async () => {
    await startBackend('wasm');
  });

  it.each([
    ['A12: a file of 10 classes into a head of 3 loads the backbone exactly, and names the head as new', false],
    ['C16: the same into a network with attention loads the backbone exactly, and names the attention as new', true],
  ])('%s', async (_, attention) => {
    const checkpoint = await readCheckpoint(join(cases, 'files/ckpt/A12_fc_10_classes.pth'));
    const inFeatures = checkpoint.tensors.find(({ name }) => name === 'fc.weight')!.shape[1]!;
    const network = new CaseNetwork({ classes: 3, inFeatures, attention });
    const report = await loadPretrained(network, checkpoint);
    expect(report.reinitialised).toEqual(['fc.weight', 'fc.bias']);
    expect(report.fresh.every((name) => name.startsWith('cbam.'))).toBe(true);
    expect(report.fresh.length).toBe(attention ? 3 : 0);
    const kernel = await checkpoint.tensors.find(({ name }) => name === 'conv1.weight')!.readFloat32();
    expect([...tf.transpose(network.conv1.weight, [3, 2, 0, 1]).dataSync()]).toEqual([...kernel]);
    disposeModule(network);
  });

  it('A15: a VGG with another numbering is no vgg16: what is missing and unexpected is listed, with a guess, and nothing is loaded', async () => {
    const file = join(cases, 'files/ckpt/A15_vgg_other_numbering.pth');
    const { code, stdout } = await runAttune('inspect', file, '--arch', 'vgg16', '--json');
    expect(code).toBe(0);
    const { plan } = JSON.parse(stdout) as { plan: { fits: boolean; hints: string[]; tensors: { name: string; status: string }[] } };
    expect(plan.fits).toBe(false);
    expect(plan.hints.length).toBeGreaterThan(0);
    const of = (status: string) => plan.tensors.filter((tensor) => tensor.status === status).map(({ name }) => name);
    expect(of('unexpected')).toEqual(expect.arrayContaining(['features.15.weight', 'classifier.1.weight', 'classifier.4.weight']));
    expect(of('missing')).toEqual(expect.arrayContaining(['classifier.0.weight', 'classifier.3.weight']));
    const refused = await runAttune('evaluate', file, join(cases, 'files/tree/D03_order'), '--arch', 'vgg16', '--backend', 'cpu');
    expect(refused.code).toBe(2);
  });

  it('A18: a ResNet-18 of strided tensors has PyTorch’s logits within 1e-3, on an odd size too', async () => {
    const { runs } = expected['ckpt/A18_resnet18_full_strided.pth'] as unknown as { runs: { input_hw: [number, number]; logits: number[] }[] };
    const network = resnet18({ classes: 10 });
    await loadPretrained(network, inOurNames(await readCheckpoint(join(cases, 'files/ckpt/A18_resnet18_full_strided.pth'))));
    for (const {
      input_hw: [height, width],
      logits,
    } of runs) {
      const values = Float32Array.from({ length: height * width * 3 }, (_, at) =>
        Math.sin(0.05 * (Math.floor(at / 3 / width) + 2 * (Math.floor(at / 3) % width)) + (at % 3)),
      );
      const ours = tf.tidy(() => [...network.forward(tf.tensor4d(values, [1, height, width, 3]), evaluation).dataSync()]);
      const scale = Math.max(...logits.map(Math.abs));
      logits.forEach((logit, index) => expect(Math.abs(ours[index]! - logit) / scale, `class ${index}`).toBeLessThan(1e-3));
    }
    disposeModule(network);
  });
});

const known = new Map<string, ReturnType<typeof load>>();
const loaded = (file: string) => known.get(file) ?? known.set(file, load(file)).get(file)!;

/** `toEqual` takes half a minute for eleven million numbers. */
function sameBits(one: tf.TypedArray, other: tf.TypedArray): boolean {
  const [ours, theirs] = [one, other].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  return ours!.equals(theirs!);
}

/** What a network holds that was loaded from a file, and what of it was not in the file. */
async function load(file: string) {
  const checkpoint = await inOurNames(await readCheckpoint(join(cases, 'round2/ckpt', file)));
  const model = networkOfWeights(identifyWeights(checkpoint));
  const network = buildModel(model);
  const { reinitialised, fresh } = await loadPretrained(network, checkpoint, { newHead: true });
  const values = new Map([...stateDict(network)].map(([name, variable]) => [name, variable.dataSync().slice()]));
  disposeModule(network);
  return { architecture: model.architecture, new: [...reinitialised, ...fresh], values };
}

describe.skipIf(!present)('checkpoints of the second round', () => {
  beforeAll(async () => void (await tf.setBackend('cpu')));

  it.each([
    ['A02s_resnet18_no_fc.pth', ['fc.weight', 'fc.bias']],
    ['A02s_resnet18_backbone_module.pth', []],
    ['A02s_resnet18_layer4_module.pth', []],
  ])('%s is a resnet18, its body the same to the bit whatever wraps its names; new is %j', async (file, head) => {
    const [network, plain] = [await loaded(file), await loaded('A02s_resnet18_layer4_module.pth')];
    expect([network.architecture, network.new]).toEqual(['resnet18', head]);
    const body = [...plain.values].filter(([name]) => !name.startsWith('fc.'));
    for (const [name, values] of body) expect(sameBits(network.values.get(name)!, values), name).toBe(true);
  });

  it.each([
    ['backbone.pth', ['linear.weight', 'linear.bias']],
    ['mmcls.pth', []],
  ])('%s is a resnet20, of the same weights; new is %j', async (file, head) => {
    const [network, whole] = [await loaded(file), await loaded('mmcls.pth')];
    expect([network.architecture, network.new]).toEqual(['resnet20', head]);
    for (const [name, values] of whole.values) if (!name.startsWith('linear.')) expect(network.values.get(name), name).toEqual(values);
  });
});
