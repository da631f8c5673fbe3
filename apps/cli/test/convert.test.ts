import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readCheckpoint, summarise } from '@attune/checkpoint';
import { identifyWeights } from '@attune/run';
import { sampleWeights } from '@attune/sample';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { kerasResNet50, kerasVgg16 } from '../../../tools/testing/keras-models.ts';
import { inShards, savedByTfjs } from '../../../tools/testing/saved-by-tfjs.ts';
import { openWeights } from '../src/model/weights.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { AccuracyDropError, writeInt8 } from '../src/commands/export/int8.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
});

afterAll(() => rm(root, { recursive: true }));

async function sumsOf(path: string): Promise<Record<string, unknown>> {
  const { tensors } = await readCheckpoint(path);
  return Object.fromEntries(await Promise.all(tensors.map(async (entry) => [entry.name, summarise(await entry.read())])));
}

describe('convert', () => {
  it('safetensors to torch and back, through float32, is the same weights to the bit, and says so', async () => {
    const [torch, back] = [join(root, 'sample.pth'), join(root, 'sample.safetensors')];
    const there = await runAttune('convert', 'sample', torch, '--dtype', 'f32', '--json');
    expect(there.code).toBe(0);
    expect(JSON.parse(there.stdout)).toMatchObject({ tensors: 116, largestDifference: 0 });
    expect((await readCheckpoint(torch)).format).toBe('torch-zip');
    expect((await runAttune('convert', torch, back, '--dtype', 'f16')).code).toBe(0);
    expect(await sumsOf(back)).toEqual(await sumsOf(sampleWeights()));
  });

  it('what rounding costs is told', async () => {
    const { stdout } = await runAttune('convert', 'sample', join(root, 'brain.safetensors'), '--dtype', 'bf16', '--json');
    const { largestDifference } = JSON.parse(stdout) as { largestDifference: number };
    expect(largestDifference).toBeGreaterThan(0);
    expect(largestDifference).toBeLessThanOrEqual(2 ** -8);
  });

  it('a suffix that says no format, and a folder that is no run, are refused', async () => {
    expect(await runAttune('convert', 'sample', join(root, 'sample.xyz'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.safetensors, .pth') as string,
    });
    expect(await runAttune('export', root)).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a run') as string });
  });
});

/** A model as Keras' converter would leave it in a folder. */
async function saved(name: string, model: LayersModel): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  for (const file of await inShards(await savedByTfjs(model), 4 * 2 ** 20)) await writeFile(join(folder, file.name), file.stream());
  model.dispose();
  return join(folder, 'model.json');
}

describe("Keras' model.json", () => {
  it('VGG16 is known by its names, compared with ours, and converted to the bit under torchvision’s', async () => {
    const path = await saved('vgg', kerasVgg16({ imageSize: 32, hidden: 8, classes: 3 }));
    const { stdout } = await runAttune('inspect', path, '--arch', 'vgg16', '--json');
    const facts = JSON.parse(stdout) as { plan: { tensors: { key: string | null; name: string; status: string }[] } };
    expect(facts).toMatchObject({ format: 'tfjs', flavour: 'keras', architecture: 'vgg16', refused: null, plan: { fits: false } });
    expect(facts.plan.tensors[0]).toMatchObject({ key: 'block1_conv1/kernel', name: 'features.0.weight', status: 'loads' });
    expect(facts.plan.tensors.filter(({ status }) => status === 'loads')).toHaveLength(27);
    const out = join(root, 'vgg.safetensors');
    const { code, stdout: told } = await runAttune('convert', path, out, '--json');
    expect([code, JSON.parse(told)]).toEqual([0, expect.objectContaining({ tensors: 32, largestDifference: 0 })]);
    const { tensors } = await readCheckpoint(out);
    expect(tensors.find(({ name }) => name === 'classifier.0.weight')?.shape).toEqual([8, 512]);
    const published = await openWeights(`keras:${path}`);
    expect(identifyWeights(published!).images!.preprocessing.mean.map((mean) => mean * 255)).toEqual(
      [123.68, 116.779, 103.939].map((mean) => expect.closeTo(mean, 9) as number),
    );
    const [plain, reversed] = await Promise.all(
      [tensors, published!.tensors].map((list) => list.find(({ name }) => name === 'features.0.weight')!.readFloat32()),
    );
    expect([...reversed!.subarray(0, 27)]).toEqual([...plain!.subarray(18, 27), ...plain!.subarray(9, 18), ...plain!.subarray(0, 9)]);
  });

  it('keras: before another file is refused', async () => {
    expect(await runAttune('convert', 'sample', join(root, 'torch.pth'))).toMatchObject({ code: 0 });
    const { code, stderr } = await runAttune('convert', `keras:${join(root, 'torch.pth')}`, join(root, 'other.pth'));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/names are akamaster's, not Keras'/u)]);
  });

  describe('of a ResNet50', () => {
    let path: string;
    beforeAll(async () => {
      path = await saved('resnet', kerasResNet50({ imageSize: 32, classes: 8, strideIn: 'conv1' }));
    });

    it('is known with its stride in conv1, which safetensors keep and torch files, that cannot, are refused for', async () => {
      const { stdout } = await runAttune('inspect', path, '--arch', 'resnet50', '--json');
      expect(JSON.parse(stdout)).toMatchObject({ architecture: 'resnet50', traits: { strideIn: 'conv1' }, refused: null, plan: { fits: true } });
      const out = join(root, 'resnet.safetensors');
      expect((await runAttune('convert', `keras:${path}`, out)).code).toBe(0);
      expect((await runAttune('inspect', out)).stdout).toContain('Unlike usual weights with these names: strideIn is conv1');
      const { images } = identifyWeights((await openWeights(out))!);
      expect(images).toMatchObject({ from: 'publisher' });
      expect(images).toEqual(identifyWeights((await openWeights(`keras:${path}`))!).images);
      const { code, stderr } = await runAttune('convert', out, join(root, 'resnet.pth'));
      expect([code, stderr]).toEqual([2, expect.stringMatching(/strideIn conv1, and torchvision's would .*safetensors.*attune_strides\.py/u)]);
    });

    it('is trained, and goes out as ONNX with its logits within 1e-4, images made ready as Keras makes them', async () => {
      const [data, run] = [join(root, 'colours'), join(root, 'keras-run')];
      await writeColourFolder(data, { train: 2, validation: 1 });
      const network = ['--weights', `keras:${path}`, '--recipe', 'head-only', '--image-size', '32', '--epochs', '1', '--no-report'];
      expect(await runAttune('finetune', data, ...network, '--attention', 'none', '--out', run)).toMatchObject({ code: 0 });
      const { model, preprocessing } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as { model: object; preprocessing: { std: number[] } };
      expect([model, preprocessing.std[0]! * 255]).toEqual([expect.objectContaining({ architecture: 'resnet50', strideIn: 'conv1' }), expect.closeTo(1, 9)]);
      const { stdout } = await runAttune('export', run, '--to', 'onnx', '--json');
      expect((JSON.parse(stdout) as { largestDifference: number }).largestDifference).toBeLessThan(1e-4);
      expect(await runAttune('export', run, '--to', 'torch')).toMatchObject({ code: 2, stderr: expect.stringContaining('strideIn conv1') as string });
      expect((await runAttune('inspect', join(run, 'model.safetensors'), '--json')).stdout).toContain('"attune.trait.strideIn":"conv1"');
    });

    it('whose layers are not told is shown with the reason why it cannot be loaded, and converting it is refused with that reason', async () => {
      const bare = join(root, 'resnet', 'bare.json');
      const { weightsManifest } = JSON.parse(await readFile(path, 'utf8')) as { weightsManifest: object };
      await writeFile(bare, JSON.stringify({ weightsManifest }));
      expect((await runAttune('inspect', bare)).stdout).toMatch(
        /Cannot be loaded: .*does not say where it halves the image[^]*conv5_block3_3_bn\/moving_variance/u,
      );
      expect(await runAttune('convert', bare, join(root, 'bare.onnx'))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('torchvision:resnet50') as string,
      });
    });
  });
});

describe('--averaged', () => {
  const network = ['--arch', 'resnet20', '--weights', 'sample', '--recipe', 'head-only', '--image-size', '32', '--epochs', '1', '--no-report'];
  let run: string;
  let image: string;

  beforeAll(async () => {
    run = join(root, 'with-averages');
    expect(await runAttune('finetune', 'sample:emoji', ...network, '--ema', '0.9', '--out', run)).toMatchObject({ code: 0 });
    image = join(root, 'grey.png');
    await sharp({ create: { width: 32, height: 32, channels: 3, background: '#777' } }).toFile(image);
    const { classes } = JSON.parse((await runAttune('inspect', run, '--json')).stdout) as { classes: string[] };
    for (const name of classes) {
      await mkdir(join(root, 'grey', name), { recursive: true });
      await copyFile(image, join(root, 'grey', name, 'grey.png'));
    }
  });

  it('takes the averages of a run wherever its weights are used', async () => {
    const averages = await sumsOf(join(run, 'model.ema.safetensors'));
    expect(averages).not.toEqual(await sumsOf(join(run, 'model.safetensors')));
    const out = join(root, 'averages.safetensors');
    expect(await runAttune('export', run, '--to', 'safetensors', '--averaged', '--out', out)).toMatchObject({ code: 0 });
    expect(await sumsOf(out)).toEqual(averages);
    const { stdout: inspected } = await runAttune('inspect', run, '--averaged', '--json');
    const { tensors } = JSON.parse(inspected) as { tensors: { name: string; sum: unknown; wsum: unknown }[] };
    expect(Object.fromEntries(tensors.map(({ name, sum, wsum }) => [name, { sum, wsum }]))).toEqual(averages);
    for (const command of [
      ['evaluate', join(root, 'grey')],
      ['predict', image],
    ]) {
      const [name, subject] = command as [string, string];
      const averaged = await runAttune(name, run, subject, '--averaged', '--json');
      expect(averaged.code).toBe(0);
      expect(averaged.stdout).toBe((await runAttune(name, join(run, 'model.ema.safetensors'), subject, '--json')).stdout);
      expect(averaged.stdout).not.toBe((await runAttune(name, run, subject, '--json')).stdout);
    }
    expect(await runAttune('explain', run, image, '--averaged', '--methods', 'gradcam', '--out', join(root, 'explained'))).toMatchObject({ code: 0 });
  });

  it('of a run that kept none is refused, with the way out', async () => {
    await rm(join(run, 'model.ema.safetensors'));
    for (const words of [
      ['evaluate', run, 'sample:emoji'],
      ['predict', run, image],
      ['explain', run, image],
      ['export', run],
      ['inspect', run],
    ]) {
      const { code, stderr } = await runAttune(...words, '--averaged');
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(
          /has no averaged weights \(model\.ema\.safetensors\); leave --averaged out, or train it with averages: npm run -s attune -- finetune DATA --ema/u,
        ),
      ]);
    }
  });
});

describe('export of a network', () => {
  const network = ['--arch', 'resnet20', '--weights', 'sample', '--recipe', 'head-only', '--image-size', '32', '--no-report'];
  let run: string;
  let bestAccuracy: number;

  beforeAll(async () => {
    run = join(root, 'run');
    const { code, stdout } = await runAttune('finetune', 'sample:emoji', ...network, '--epochs', '1', '--out', run, '--json');
    expect(code).toBe(0);
    bestAccuracy = (JSON.parse(stdout) as { bestValidationAccuracy: number }).bestValidationAccuracy;
  });

  it.each([
    ['onnx', 'onnxruntime-web'],
    ['tfjs', '@tensorflow/tfjs-converter'],
  ])('as %s gives our logits within 1e-4 in %s, pixels normalised inside', async (format, checkedWith) => {
    const { code, stdout } = await runAttune('export', run, '--to', format, '--preprocessing', '--json');
    expect(code).toBe(0);
    const written = JSON.parse(stdout) as { checkedWith: string; largestDifference: number };
    expect(written.checkedWith).toBe(checkedWith);
    expect(written.largestDifference).toBeLessThan(1e-4);
  });

  it('as torch says which class reads its attention in PyTorch, and where that is', async () => {
    const { code, stdout } = await runAttune('export', run, '--to', 'torch');
    expect(code).toBe(0);
    const { name, path } = /In PyTorch, add_(?<name>\w+) gives the network its attention: (?<path>.+)$/mu.exec(stdout)!.groups!;
    expect(await readFile(path!, 'utf8')).toContain(`def add_${name}(network`);
  });

  it('F12: what was exported says how images are normalised: means, deviations, size, the order of channels', async () => {
    const model = JSON.parse(await readFile(join(run, 'tfjs/model.json'), 'utf8')) as { userDefinedMetadata: { preprocessing: string; classes: string } };
    expect(JSON.parse(model.userDefinedMetadata.preprocessing)).toMatchObject({
      imageSize: 32,
      channelOrder: 'RGB',
      normalizedInside: true,
      mean: expect.any(Array),
      std: expect.any(Array),
    });
    expect(JSON.parse(model.userDefinedMetadata.classes)).toHaveLength(8);
    const onnx = (await readFile(join(run, 'model.onnx'))).toString('latin1');
    expect(onnx).toContain('"channelOrder":"RGB"');
  });

  /** Exports, and reads back: position-weighted sums by name. */
  async function int8Tensors(format: 'onnx' | 'tfjs', file: string): Promise<Record<string, number>> {
    const out = join(root, file);
    const { code, stdout } = await runAttune('export', run, '--to', format, '--dtype', 'int8', '--max-drop', '1', '--out', out, '--json');
    expect(code).toBe(0);
    const written = JSON.parse(stdout) as { largestDifference: number; accuracyBefore: number; accuracyAfter: number };
    expect(written.largestDifference).toBeLessThan(1e-4);
    expect(written.accuracyBefore).toBeCloseTo(bestAccuracy, 12);
    expect(Math.abs(written.accuracyBefore - written.accuracyAfter)).toBeLessThan(0.2);
    const read = await runAttune('inspect', format === 'tfjs' ? join(out, 'model.json') : out, '--json');
    const { tensors } = JSON.parse(read.stdout) as { tensors: { name: string; wsum: number }[] };
    return Object.fromEntries(tensors.map(({ name, wsum }) => [name, wsum]));
  }

  it('with int8 weights gives our logits within 1e-4 elsewhere, the accuracy before and after, and opens again with the same values from ONNX and tfjs', async () => {
    expect(await int8Tensors('tfjs', 'small')).toEqual(await int8Tensors('onnx', 'small.onnx'));
  });

  it('with int8 weights is refused, and nothing written, where more accuracy is lost than may be', async () => {
    const path = join(root, 'refused.onnx');
    const options = { format: 'onnx', preprocessing: false, weights: 'raw', maxDrop: -1 } as const;
    const terminal = { note: () => {}, warn: () => {}, interactive: false, quiet: true };
    const failure: unknown = await writeInt8(run, path, options, { terminal, signal: new AbortController().signal }).catch((cause: unknown) => cause);
    expect(AccuracyDropError.isInstance(failure)).toBe(true);
    expect(String(failure)).toMatch(/of the validation images are right, .* without, and at most .* \(--max-drop\)/u);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('bf16 is no weight of ONNX and of tfjs, and int8 none of torch', async () => {
    expect(await runAttune('export', run, '--to', 'onnx', '--dtype', 'bf16')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('f32 or f16') as string,
    });
    expect(await runAttune('export', run, '--to', 'tfjs', '--dtype', 'bf16')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('f32 or f16') as string,
    });
    expect(await runAttune('export', run, '--dtype', 'int8')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('int8 weights are of onnx and tfjs') as string,
    });
  });
});
