import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

/** Two classes of drawings of so many channels, told apart by the last channel alone. */
async function writeFolder(root: string, channels: 1 | 4): Promise<void> {
  for (const [part, count] of [
    ['train', 8],
    ['val', 4],
  ] as const) {
    for (const [name, level] of [
      ['dark', 60],
      ['light', 200],
    ] as const) {
      await mkdir(join(root, part, name), { recursive: true });
      for (let index = 0; index < count; index++) {
        const value = (at: number) => ((at * 31 + index * 17) % 29) + (at % channels === channels - 1 ? level : 100);
        const data = Uint8Array.from({ length: 40 * 40 * channels }, (_, at) => value(at));
        await sharp(data, { raw: { width: 40, height: 40, channels } })
          .png()
          .toFile(join(root, part, name, `${index}.png`));
      }
    }
  }
}

async function json<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await runAttune(...words, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

interface Predicted {
  readonly top: readonly { readonly class: string; readonly probability: number }[];
}

describe.each([1, 4] as const)('a run on images of %i channels', (channels) => {
  let root: string;
  let run: string;
  const images = () => [join(root, 'images/val/dark/0.png'), join(root, 'images/val/light/0.png')];
  beforeAll(async () => {
    root = await temporaryFolder();
    run = join(root, 'run');
    await writeFolder(join(root, 'images'), channels);
    const network = ['--weights', 'sample', '--channels', String(channels), '--attention', 'cbam', '--image-size', '32', '--backend', 'wasm'];
    const words = ['--recipe', 'three-stage-small', '--epochs', '2,1,1', '--batch-size', '8'];
    const { bestValidationAccuracy } = await json<{ bestValidationAccuracy: number }>('finetune', join(root, 'images'), ...network, ...words, '--out', run);
    expect(bestValidationAccuracy).toBe(1);
  });
  afterAll(() => rm(root, { recursive: true }));

  it('keeps its channels, and means and deviations that repeat as its filters do', async () => {
    const { model, preprocessing } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as {
      model: { channels: number };
      preprocessing: { mean: number[]; std: number[] };
    };
    expect(model.channels).toBe(channels);
    expect(preprocessing.mean).toHaveLength(channels);
    if (channels === 4) expect(preprocessing.mean[3]).toBe(preprocessing.mean[0]);
    expect(await readFile(join(run, 'report.html'), 'utf8')).toContain(`--channels ${channels}`);
  });

  it('is judged, explained and summed up in its channels', async () => {
    expect(await json('evaluate', run, join(root, 'images'))).toMatchObject({ accuracy: 1 });
    expect(await runAttune('explain', run, images()[0]!, '--out', join(root, 'maps'))).toMatchObject({ code: 0 });
    const { layers } = await json<{ layers: { path: string; parameters: number }[] }>('summary', run);
    expect(layers.find(({ path }) => path === 'conv1')!.parameters).toBe(16 * channels * 9);
  });

  it.each(['safetensors', 'torch', 'onnx', 'tfjs'] as const)('exported to %s, it is opened by itself and says the same', async (format) => {
    const ours = await json<Predicted[]>('predict', run, ...images(), '--no-temperature');
    expect(ours.map(({ top }) => top[0]!.class)).toEqual(['dark', 'light']);
    const { path } = await json<{ path: string }>('export', run, '--to', format, ...(format === 'onnx' ? ['--preprocessing', '--fold-batch-norm'] : []));
    const theirs = await json<Predicted[]>('predict', path, ...images(), '--no-temperature');
    for (const [index, { top }] of theirs.entries()) {
      expect(top[0]!.class).toBe(ours[index]!.top[0]!.class);
      expect(top[0]!.probability).toBeCloseTo(ours[index]!.top[0]!.probability, 4);
    }
  });

  it('a photo of other channels is converted where that has one meaning, and refused by name where not', async () => {
    const photo = join(root, 'photo.jpg');
    await sharp(Buffer.alloc(40 * 40 * 3, 90), { raw: { width: 40, height: 40, channels: 3 } }).toFile(photo);
    expect(await json<Predicted[]>('predict', run, photo)).toHaveLength(1);
    const bands = join(root, 'bands.npy');
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (40, 40, 5), }\n";
    await writeFile(
      bands,
      Buffer.concat([Buffer.from(`\u0093NUMPY\u0001\u0000${String.fromCharCode(header.length)}\u0000${header}`, 'latin1'), Buffer.alloc(8000)]),
    );
    const { code, stderr } = await runAttune('predict', run, bands);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`it has 5 channels, and the network takes ${channels}`)]);
  });

  it('resumed with another number of channels, it is refused by the flag', async () => {
    const { code, stderr } = await runAttune('finetune', '--resume', run, '--channels', '3');
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--channels 3 (the run: ${channels})`)]);
  });
});

it('a mean for other channels than the images have is refused with what is needed', async () => {
  const root = await temporaryFolder();
  await writeFolder(join(root, 'images'), 1);
  const { code, stderr } = await runAttune('finetune', join(root, 'images'), '--arch', 'resnet20', '--channels', '1', '--mean', '0.5,0.4', '--backend', 'cpu');
  expect([code, stderr]).toEqual([2, expect.stringContaining('mean is 0.5, 0.4: give 1 number')]);
  await rm(root, { recursive: true });
});
