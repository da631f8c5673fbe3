import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { temporaryFolder } from '../../../test/image-folder-fixture.ts';
import { buildProgram } from '../../program.ts';
import { givenOptions } from '../../shared-options.ts';
import { OptionFileError, takeOptionsOf } from './command-file.ts';

let root: string;
beforeAll(async () => void (root = await temporaryFolder()));
afterAll(() => rm(root, { recursive: true }));

async function parsed(...words: string[]) {
  const program = await buildProgram('0.0.0', async () => {}, { words: ['finetune'] });
  await program.parseAsync(['finetune', ...words], { from: 'user' });
  return program.commands.find((command) => command.name() === 'finetune')!;
}

/** What a file makes of a command line. */
async function optionsOf(text: string, ...words: string[]) {
  const file = join(root, 'run.yaml');
  await writeFile(file, text);
  const command = await parsed(...words);
  const data = await takeOptionsOf(file, command);
  return { data, options: command.opts(), given: givenOptions(command).toSorted() };
}

it('a file gives the options that the same words give, and its data', async () => {
  const yaml = `
data: my photos
arch: resnet18
epochs: [2, 2, 1]
attention-stages: [3, 4]
class-weights: { cats: 2, dogs: 0.5 }
weights: odd.pth
rename: ['part?.*=layer?.*', 'decide.*=linear.*']
ema: true
label-smoothing: 0.1
checkpoint-every: 5m
fold: 2/5
gif: true
csv: false
no-report: true
`;
  const { data, options, given } = await optionsOf(yaml);
  const words = [
    '--arch resnet18 --epochs 2,2,1 --attention-stages 3,4 --class-weights cats=2,dogs=0.5 --weights odd.pth --rename part?.*=layer?.*',
    '--rename decide.*=linear.* --label-smoothing 0.1 --checkpoint-every 5m --fold 2/5 --gif --no-report --ema',
  ].flatMap((line) => line.split(' '));
  const same = await parsed(...words);
  expect(data).toBe('my photos');
  expect(options).toEqual(same.opts());
  expect(given).toEqual(givenOptions(same).toSorted());
});

it('the command line wins, lists and repeated options whole', async () => {
  const yaml = '{"arch": "vgg11", "seed": 3, "rename": ["a=b", "c=d"], "attention-stages": [1]}';
  const { options } = await optionsOf(yaml, '--arch', 'resnet50', '--rename', 'x=y', '--seed', '0');
  expect(options).toMatchObject({ arch: 'resnet50', seed: 0, rename: ['x=y'], attentionStages: [1] });
});

it('names every option that does not exist or has no such value at once', async () => {
  const yaml = 'colour: red\nimage-size: big\naugment: wild\nseed: true\ngif: 3\njson: true\nepochs: 2,2\ndata: 5';
  const error = await optionsOf(yaml).catch((cause: unknown) => cause as OptionFileError);
  expect(error).toMatchObject({ code: 'ATTUNE_OPTION_FILE', origin: 'input' });
  expect((error as OptionFileError).faults).toEqual([
    { option: 'data', message: 'must be a path' },
    { option: 'colour', message: 'is no option of this command' },
    { option: 'image-size', message: 'it must be a whole number from 1 to 4096, not "big"' },
    { option: 'augment', message: expect.stringMatching(/^allowed choices are .*, not "wild"$/u) },
    { option: 'seed', message: 'needs a value' },
    { option: 'gif', message: 'must be true or false' },
    { option: 'json', message: 'is no option of this command' },
  ]);
});

it.each([
  ['- a\n- b', /must map options to values/u],
  ['epochs: [', /not YAML or JSON/u],
  ['epochs: null', /epochs: must be a text, a number/u],
])('refuses %j', async (text, message) => {
  await expect(optionsOf(text)).rejects.toThrow(message);
});

it('says which file it does not find', async () => {
  await expect(takeOptionsOf('none.yaml', await parsed())).rejects.toThrow(/^--config none\.yaml: there is no such file or folder/u);
});
