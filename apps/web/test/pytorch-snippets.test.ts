import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { saveModel, writeTorch } from '@attune/checkpoint';
import { type Network, evaluation, stateDict } from '@attune/nn';
import { type ModelSpec, buildModel } from '@attune/zoo';
import { startBackend } from '@attune/backend';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunSummary } from '../src/engine/protocol/runs.ts';
import { snippetFor } from '../src/export/snippets.ts';
import { hasTorch } from './support/run-snippet.ts';

const side = 32;
const pixels = Uint8Array.from({ length: side * side * 3 }, (_, index) => (index * 7919) % 256);

const models: readonly Partial<ModelSpec>[] = [
  ...(['identity', 'authors', 'timm', 'lecture', 'se', 'se-timm'] as const).map((attention) => ({ attention })),
  { attention: 'authors', placement: 'after-stage' },
  { attention: 'lecture', placement: 'in-block', attentionKernel: 3, attentionGates: 'positions' },
  { attention: 'timm', attentionBlocks: ['layer1.0', 'layer3.2'] },
  { attention: 'se', attentionBlocks: ['layer2.1'] },
  { attention: 'none' },
];

/** Runs each shown program where it lies, and prints what its network made of the photo. */
const driver = `import json, os, sys, contextlib, io
for folder in sys.argv[1:]:
    os.chdir(folder)
    sys.path.insert(0, folder)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(open('shown.py').read(), 'shown.py', 'exec'), names)
    print(json.dumps(names['logits'][0].tolist()))
    sys.path.remove(folder)
`;

describe.skipIf(!hasTorch)('the program that Export shows for PyTorch', () => {
  let folder: string;
  let ours: number[][];
  let theirs: number[][];

  beforeAll(async () => {
    await startBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'attune-snippets-'));
    ours = [];
    for (const [index, model] of models.entries()) ours.push(await writeShown(join(folder, String(index)), model));
    await writeFile(join(folder, 'driver.py'), driver);
    const { stdout } = await promisify(execFile)('/usr/bin/python3', [join(folder, 'driver.py'), ...models.map((_, index) => join(folder, String(index)))]);
    theirs = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as number[]);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(models.map((model, index) => [JSON.stringify(model), index] as const))(
    'gives the same logits within 1e-4 of the largest (float32) for a network of %s',
    (_, index) => {
      expect(theirs[index]).toHaveLength(2);
      const largest = Math.max(...ours[index]!.map(Math.abs));
      for (const [place, logit] of theirs[index]!.entries()) expect(Math.abs(logit - ours[index]![place]!) / largest).toBeLessThan(1e-4);
    },
  );
});

/** Writes what a person has beside a program, and gives this network's own logits. */
async function writeShown(folder: string, model: Partial<ModelSpec>): Promise<number[]> {
  const spec: ModelSpec = { architecture: 'resnet20', classes: 2, attention: 'identity', placement: 'after-block', reduction: 8, seed: 3, ...model };
  const network = buildModel(spec);
  unsettleGates(network);
  const [mean, std] = [
    [0.4, 0.5, 0.6],
    [0.2, 0.25, 0.3],
  ] as const;
  const run = {
    id: 'run',
    task: 'single-label',
    architecture: spec.architecture,
    model: spec,
    classes: ['ants', 'bees'],
    preprocessing: { imageSize: side, resizeSize: side, mean, std },
  };
  const { text, programs } = snippetFor('torch', run as unknown as RunSummary, 'weights.pth')!;
  await mkdir(folder);
  await writeFile(join(folder, 'shown.py'), text.replace('photo.jpg', 'photo.png'));
  for (const { name, text: program } of programs) await writeFile(join(folder, name), program);
  await writeFile(join(folder, 'weights.pth'), writeTorch(await saveModel(network)));
  await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toFile(join(folder, 'photo.png'));
  const logits = tf.tidy(() => {
    const image = tf.div(tf.tensor4d(Float32Array.from(pixels), [1, side, side, 3]), 255);
    return network.forward(tf.div(tf.sub(image, tf.tensor1d([...mean])), tf.tensor1d([...std])) as tf.Tensor4D, evaluation);
  });
  return [...(await logits.data())];
}

/** Gates that do nothing would agree whatever their classes compute. */
function unsettleGates(network: Network): void {
  for (const [name, variable] of stateDict(network))
    if (/\.?(cbam|se)\d*\./u.test(name) && !name.includes('running'))
      variable.assign(tf.tidy(() => tf.add(variable, tf.randomNormal(variable.shape, 0, 0.3, 'float32', 5))));
}
