import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { type Ran, runAttune } from './run-attune.ts';

let root: string;
let data: string;

beforeEach(async () => {
  root = await temporaryFolder();
  data = join(root, 'colours');
  await writeColourFolder(data);
  vi.stubEnv('INIT_CWD', root);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** Exit 2, nothing on stdout, lines for people without a stack. */
function expectRefused({ code, stdout, stderr }: Ran, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

const small = ['--arch', 'resnet20', '--image-size', '32', '--backend', 'cpu', '--out', 'run'];

const groups = (...named: [string, string][]) => `[${named.map(([name, select]) => `{ name: ${name}, select: ${select}, learningRate: 0.1 }`).join(', ')}]`;

const writeRecipe = (folder: string, list: string) => writeFile(join(folder, 'recipe.yaml'), `name: mine\nstages: [{ name: a, epochs: 1, groups: ${list} }]`);

describe('finetune refuses bad input with exit 2, a line that names it, and nothing written', () => {
  afterEach(async () => expect(existsSync(join(root, 'run'))).toBe(false));

  it('a missing folder', async () => {
    expectRefused(await runAttune('finetune', 'nowhere', ...small), /nowhere: no such file or folder/);
  });

  it('one class', async () => {
    await rm(join(data, 'train', 'red'), { recursive: true });
    await rm(join(data, 'val', 'red'), { recursive: true });
    expectRefused(await runAttune('finetune', 'colours', ...small), /one class, "blue"/);
  });

  it('an empty class', async () => {
    await mkdir(join(data, 'train', 'green'));
    expectRefused(await runAttune('finetune', 'colours', ...small), /green/);
  });

  it('a broken JPEG', async () => {
    await writeFile(join(data, 'train', 'red', 'broken.jpg'), 'not a picture');
    expectRefused(await runAttune('finetune', 'colours', ...small), /broken\.jpg is broken/);
  });

  it('a file that is no checkpoint', async () => {
    await writeFile(join(root, 'weights.pth'), 'hello');
    expectRefused(await runAttune('finetune', 'colours', ...small, '--weights', 'weights.pth'), /weights\.pth: it is neither safetensors nor/);
  });

  it('a checkpoint that is not there', async () => {
    expectRefused(await runAttune('finetune', 'colours', ...small, '--weights', 'none.pth'), /none\.pth: there is no such file/);
  });

  it('an unknown architecture', async () => {
    expectRefused(await runAttune('finetune', 'colours', '--arch', 'resnet19', '--out', 'run'), /no architecture "resnet19": choose one of resnet18/);
  });

  it('an unknown flag', async () => {
    expectRefused(await runAttune('finetune', 'colours', ...small, '--fast'), /unknown option '--fast'/);
  });

  it('an unknown attention', async () => {
    expectRefused(await runAttune('finetune', 'colours', ...small, '--attention', 'eca'), /no attention "eca"/);
  });

  it('an unknown backend', async () => {
    expectRefused(await runAttune('finetune', 'colours', ...small, '--backend', 'cuda'), /no backend "cuda"/);
  });

  it('epochs for other stages than the recipe has', async () => {
    expectRefused(await runAttune('finetune', 'colours', ...small, '--epochs', '1,2'), /has 3 stages .* given 2 numbers/);
  });

  it('an unknown recipe', async () => {
    expectRefused(await runAttune('finetune', 'colours', ...small, '--recipe', 'four-stage'), /no recipe "four-stage"/);
  });

  it('a recipe file that holds something else, by its name', async () => {
    await writeFile(join(root, 'notes.txt'), 'root:x:0:0');
    expectRefused(await runAttune('finetune', 'colours', ...small, '--recipe', 'notes.txt'), /Recipe notes\.txt: /);
  });

  it('a recipe file with two faults, both named', async () => {
    await writeFile(join(root, 'recipe.yaml'), 'name: mine\nstages: [{ name: a, epochs: -1, groups: [{ name: g, select: head }] }]');
    expectRefused(await runAttune('finetune', 'colours', ...small, '--recipe', 'recipe.yaml'), /stages\.0\.epochs.*stages\.0\.groups\.0\.learningRate/);
  });

  it('class weights by names that the data lacks, and names that have none', async () => {
    const choices = ['--class-weights', 'red=2,green=1'];
    expectRefused(await runAttune('finetune', 'colours', ...small, ...choices), /no class "green"; its classes are "blue", "red".*no weight for "blue"/);
  });

  it('two groups of one name, and a group that an earlier one leaves nothing', async () => {
    await writeRecipe(root, groups(['g', 'head'], ['g', 'rest']));
    expectRefused(
      await runAttune('finetune', 'colours', ...small, '--recipe', 'recipe.yaml'),
      /stages\.0\.groups\.1\.name: "g" is the name of an earlier group too/,
    );
    await writeRecipe(root, groups(['g', 'rest'], ['h', 'head']));
    expectRefused(
      await runAttune('finetune', 'colours', ...small, '--recipe', 'recipe.yaml'),
      /groups\.1 \(h\): selects 2 parameters, and groups before it hold them all/,
    );
  });

  it('no weights and no architecture', async () => {
    expectRefused(await runAttune('finetune', 'colours', '--out', 'run'), /Without weights, the architecture is not known; pass --arch/);
  });

  it('a placement that a VGG does not have', async () => {
    expectRefused(
      await runAttune('finetune', 'colours', '--arch', 'vgg11', '--placement', 'in-block', '--image-size', '32', '--backend', 'cpu', '--out', 'run'),
      /leave --placement out/,
    );
  });

  it('all at once what a VGG does not have, images that its poolings leave nothing of among them', async () => {
    const choices = ['--attention-blocks', 'layer1.0', '--stochastic-depth', '0.1', '--image-size', '31'];
    expectRefused(
      await runAttune('finetune', 'colours', '--arch', 'vgg11', ...choices, '--backend', 'cpu', '--out', 'run'),
      /no --attention-blocks.*choose convolution groups with --attention-stages.*no --stochastic-depth.*needs images of 32 pixels or more.*--image-size is 31/,
    );
  });
});

describe('other commands refuse bad input with exit 2', () => {
  it('finetune leaves a folder alone that holds something', async () => {
    await mkdir(join(root, 'run'));
    await writeFile(join(root, 'run', 'mine.txt'), 'mine');
    expectRefused(await runAttune('finetune', 'colours', ...small), /is not empty.*--resume/);
    expect(await readdir(join(root, 'run'))).toEqual(['mine.txt']);
  });

  it('resume of a folder that is no run', async () => {
    expectRefused(await runAttune('finetune', '--resume', 'colours'), /is not a run: it has no run\.json/);
  });

  it('predict with an image that is not there', async () => {
    expectRefused(await runAttune('predict', 'run', 'missing.jpg'), /There is no image missing\.jpg/);
  });

  it('inspect of nothing', async () => {
    expectRefused(await runAttune('inspect', 'missing.pth'), /There is no file/);
  });

  it('data of a missing folder, also as JSON', async () => {
    const { code, stdout } = await runAttune('data', 'nowhere', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ images: 0, faults: [{ kind: 'missing' }] });
  });

  it('an unknown command', async () => {
    expectRefused(await runAttune('train'), /unknown command 'train'/);
    expectRefused(await runAttune('help', 'explian'), /^attune: unknown command 'explian'\n\(Did you mean explain\?\)/);
  });

  it('an unknown option, whose command has its own help', async () => {
    expectRefused(await runAttune('export', 'run', '--format', 'onnx'), /unknown option '--format'\nRun attune export --help for its options/);
  });
});
