import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readCheckpoint, writeSafetensors } from '@attune/checkpoint';
import { sampleWeights } from '@attune/sample';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
/** The sample's network under names that nobody has. */
let odd: string;
let image: string;
beforeAll(async () => {
  root = await temporaryFolder();
  odd = join(root, 'odd.safetensors');
  const { tensors } = await readCheckpoint(sampleWeights());
  const renamed = tensors.map(async (entry) => [entry.name.replace(/^layer(\d)/u, 'part$1').replace(/^linear/u, 'decide'), await entry.read()] as const);
  await writeFile(odd, writeSafetensors(new Map(await Promise.all(renamed))));
  image = join(root, 'grey.png');
  await sharp({ create: { width: 32, height: 32, channels: 3, background: '#777' } }).toFile(image);
});
afterAll(() => rm(root, { recursive: true }));

const right = ['--rename', 'part?.*=layer?.*', '--rename', 'decide.*=linear.*'];
const said = /part\?\.\* is read as layer\?\.\*, as asked \(\d+\)[\s\S]*decide\.\* is read as linear\.\*, as asked \(2\)/u;

const valuesOf = async (path: string) =>
  new Map(await Promise.all((await readCheckpoint(path)).tensors.map(async (entry) => [entry.name, [...(await entry.readFloat32())]] as const)));

const probabilities = async (...words: string[]) => {
  const { code, stdout, stderr } = await runAttune('predict', ...words, '--backend', 'cpu', '--json');
  expect(code, stderr).toBe(0);
  const [{ top }] = JSON.parse(stdout) as [{ top: { probability: number }[] }];
  return { stderr, values: top.map(({ probability }) => probability) };
};

describe('--rename', () => {
  it('inspect shows the names that it gives, and recognises the network by them', async () => {
    const before = JSON.parse((await runAttune('inspect', odd, '--json')).stdout) as { architecture: string | null };
    expect(before.architecture).toBeNull();
    const { stdout } = await runAttune('inspect', odd, ...right, '--json');
    const after = JSON.parse(stdout) as { architecture: string; notes: string[]; tensors: { name: string }[] };
    expect(after).toMatchObject({ architecture: 'resnet20', notes: [expect.stringMatching(/part\?/u), expect.stringMatching(/decide/u)] });
    expect(after.tensors.some(({ name }) => name.startsWith('part'))).toBe(false);
    expect((await runAttune('inspect', odd, ...right)).stdout).toMatch(said);
    expect(JSON.parse((await runAttune('summary', odd, ...right, '--backend', 'cpu', '--json')).stdout)).toMatchObject({ architecture: 'resnet20' });
  });

  it('convert writes them, bit for bit as from the file with the right names', async () => {
    const [one, other] = [join(root, 'one.pth'), join(root, 'other.pth')];
    const { code, stdout } = await runAttune('convert', odd, one, ...right);
    expect([code, stdout]).toEqual([0, expect.stringMatching(said)]);
    expect((await runAttune('convert', sampleWeights(), other)).code).toBe(0);
    expect(await valuesOf(one)).toEqual(await valuesOf(other));
    expect((await runAttune('convert', odd, join(root, 'one.onnx'), ...right)).code).toBe(0);
  });

  it('evaluate, predict and explain judge as with the right names, and say what was renamed', async () => {
    const grey = join(root, 'grey');
    for (let index = 0; index < 10; index++) {
      await mkdir(join(grey, `class-${index}`), { recursive: true });
      await writeFile(join(grey, `class-${index}`, 'grey.png'), await readFile(image));
    }
    const renamed = await probabilities(odd, image, ...right);
    expect(renamed.values).toEqual((await probabilities(sampleWeights(), image)).values);
    expect(renamed.stderr).toMatch(said);
    const explained = await runAttune('explain', odd, image, ...right, '--methods', 'gradcam', '--out', join(root, 'explained'), '--backend', 'cpu');
    expect([explained.code, explained.stderr]).toEqual([0, expect.stringMatching(said)]);
    const evaluated = await runAttune('evaluate', odd, grey, ...right, '--backend', 'cpu');
    expect(evaluated.stderr).toMatch(said);
  });

  it('finetune starts from them and keeps them with the run; lr-find takes them too', async () => {
    const [images, run] = [join(root, 'colours'), join(root, 'run')];
    await writeColourFolder(images);
    const settings = ['--weights', odd, ...right, '--image-size', '32', '--batch-size', '4', '--backend', 'cpu'];
    const { code, stderr } = await runAttune('finetune', images, ...settings, '--epochs', '1,0,0', '--no-report', '--out', run);
    expect([code, stderr]).toEqual([0, expect.stringMatching(said)]);
    expect(stderr).toContain('resnet20');
    const { training } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as { training: { flags: { rename: string[] } } };
    expect(training.flags.rename).toEqual(['part?.*=layer?.*', 'decide.*=linear.*']);
    const resumed = await runAttune('finetune', '--resume', run, '--rename', 'a=b');
    expect([resumed.code, resumed.stderr]).toEqual([2, expect.stringContaining('--rename a=b (the run: part?.*=layer?.*,decide.*=linear.*)')]);
    expect((await runAttune('lr-find', images, ...settings, '--steps', '2')).code).toBe(0);
  });

  it.each([
    [['nothing.*=x.*'], 'names no tensor of the file'],
    [['decide.weight=decide.bias'], 'decide.bias, decide.weight would all be decide.bias'],
    [['decide.*=linear'], 'other wildcards on its right'],
    [['decide'], 'FROM=TO'],
    [['=x'], 'FROM=TO'],
    [['x='], 'FROM=TO'],
  ])('%j is refused: %s', async (renames, words) => {
    for (const command of [
      ['inspect', odd],
      ['convert', odd, join(root, 'never.pth')],
      ['predict', odd, image],
    ]) {
      const { code, stderr } = await runAttune(...command, ...renames.flatMap((rename) => ['--rename', rename]));
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
  });

  it('without a checkpoint to rename is refused', async () => {
    const run = join(root, 'run');
    for (const command of [
      ['predict', run, image],
      ['inspect', run],
      ['inspect', image],
      ['evaluate', run, join(root, 'colours')],
      ['finetune', join(root, 'colours'), '--weights', 'none', '--arch', 'resnet20', '--out', join(root, 'never')],
    ]) {
      const { code, stderr } = await runAttune(...command, '--rename', 'a=b');
      expect([code, stderr]).toEqual([2, expect.stringMatching(/--rename is for/u)]);
    }
  });

  it('is the advice where names are left over, and nothing else is known', async () => {
    const untold = await runAttune('predict', odd, image);
    expect([untold.code, untold.stderr]).toEqual([2, expect.stringContaining('--rename FROM=TO')]);
    const misfit = await runAttune('evaluate', odd, join(root, 'colours'), '--arch', 'resnet20', '--backend', 'cpu');
    expect([misfit.code, misfit.stderr]).toEqual([2, expect.stringContaining('--rename')]);
  });
});
