import { execFileSync } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readCheckpoint, writeSafetensors } from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import { commandOf } from '@attune/report';
import type { Run } from '@attune/run';
import { sampleWeights } from '@attune/sample';
import { recipeNames } from '@attune/staged-finetune';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from '../../../test/image-folder-fixture.ts';
import type { CommandContext } from '../../command.ts';
import { buildProgram } from '../../program.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import { givenOptions } from '../../shared-options.ts';
import { prepareJob } from './job.ts';
import type { FinetuneOptions } from './options.ts';

let root: string;
/** Images without a validation part. */
let photos: string;
let odd: string;
let fixed: string;
beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(root, { train: 12, validation: 1 });
  photos = join(root, 'my photos');
  await rename(join(root, 'train'), photos);
  fixed = join(root, 'fixed.csv');
  await writeFile(fixed, 'path,action,to\nred/1.ppm,move,blue\nblue/2.ppm,drop,\n');
  odd = join(root, "it's odd.safetensors");
  const { tensors } = await readCheckpoint(sampleWeights());
  const renamed = tensors.map(async (entry) => [entry.name.replace(/^layer(\d)/u, 'part$1').replace(/^linear/u, 'decide'), await entry.read()] as const);
  await writeFile(odd, writeSafetensors(new Map(await Promise.all(renamed))));
});
afterAll(() => rm(root, { recursive: true }));

const silent: CommandContext = {
  terminal: { note: () => {}, warn: () => {}, interactive: false, quiet: true },
  signal: new AbortController().signal,
};

let runs = 0;

/** A run as `attune finetune` makes it of these words, before its first step. */
async function runOf(words: readonly string[]): Promise<Run> {
  let options: FinetuneOptions | undefined;
  let data = '';
  const program = await buildProgram('0.0.0', async (flags) => void (options = flags as unknown as FinetuneOptions), { words });
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  await program.parseAsync([...words], { from: 'user' });
  const command = program.commands.find((known) => known.name() === 'finetune')!;
  data = command.args[0]!;
  const out = join(root, `run ${++runs}`);
  const job = await prepareJob(data, { ...options!, given: givenOptions(command), out }, { ...silent, lock: async () => {} });
  disposeModule(job.network);
  return job.run;
}

/** The words that a shell hands to `attune`. */
function wordsOf(run: Run): string[] {
  const script = `attune() { printf '%s\\0' "$@"; }\n${commandOf(run, (path) => path)}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** All that decides what is trained on what: the files of a run, but for how its recipe was asked
 * for. */
async function decisionsOf({ path }: Run) {
  const run = await openRunFolder(path);
  const { config, recipe } = run;
  const { flags, ...training } = config.training;
  const { onNan, checkpointEvery, tensorboard, csv, control, rename: names } = flags ?? {};
  // Without attention there is nothing to place.
  const { reduction, placement, ...rest } = config.model;
  const model = config.model.attention === 'none' ? rest : { ...rest, reduction, placement };
  return {
    ...config,
    model,
    training: { ...training, flags: { onNan, checkpointEvery, tensorboard, csv, control, names } },
    recipe,
    data: await run.loadData(),
  };
}

const maybe = (name: string, values: fc.Arbitrary<string | number>) =>
  fc.option(
    values.map((value) => [name, String(value)]),
    { nil: [] },
  );
const on = (name: string) => fc.constantFrom([], [name]);
const rate = fc.double({ min: 0, max: 0.9, noNaN: true });
const factor = fc.double({ min: 1e-6, max: 100, noNaN: true, minExcluded: true });

const weights = fc.constantFrom(
  ['--arch', 'resnet20'],
  ['--weights', 'sample'],
  ['--weights', 'odd', '--rename', 'part?.*=layer?.*', '--rename', 'decide.*=linear.*'],
);

const mixed = fc.oneof(
  fc
    .tuple(maybe('--augment', fc.constantFrom('light', 'standard', 'strong')), maybe('--mixup', factor), maybe('--cutmix', factor))
    .map((parts) => parts.flat()),
  fc.constant(['--augment', 'none']),
);

const gates = fc.oneof(
  fc.constant(['--attention-gates', 'channels']),
  fc
    .tuple(maybe('--attention-kernel', fc.constantFrom(1, 3, 9)), maybe('--attention-gates', fc.constantFrom('positions', 'both')))
    .map((parts) => parts.flat()),
);

const attention = fc.oneof(
  maybe('--attention', fc.constantFrom('none', 'se', 'se-timm')),
  fc.tuple(maybe('--attention', fc.constantFrom('identity', 'authors', 'timm', 'lecture')), gates).map((parts) => parts.flat()),
);

const network = fc.tuple(
  attention,
  maybe('--reduction', fc.integer({ min: 1, max: 64 })),
  maybe('--placement', fc.constantFrom('after-block', 'in-block')),
  maybe('--attention-stages', fc.constantFrom('1', '2,3', '3')),
  maybe('--dropout', rate),
  maybe('--stochastic-depth', rate),
);

const training = fc.tuple(
  maybe('--recipe', fc.constantFrom(...recipeNames.filter((name) => name !== 'surgical'))),
  maybe('--rate-scale', factor),
  maybe('--batch-norm', fc.constantFrom('frozen', 'update', 'where-trained')),
  maybe('--seed', fc.integer({ min: -5, max: 2 ** 31 })),
  maybe('--batch-size', fc.integer({ min: 1, max: 9 })),
  maybe('--accumulate', fc.integer({ min: 1, max: 9 })),
  maybe('--clip-norm', factor),
  maybe('--weight-decay', rate),
  maybe('--undecayed', fc.constantFrom('norms', 'biases,gates')),
  maybe('--label-smoothing', rate),
  maybe('--focal', fc.constantFrom(0.5, 2)),
  maybe('--class-weights', fc.constantFrom('balanced', '1,2.5', 'red=3,blue=0.1')),
  fc.oneof(on('--ema'), maybe('--ema', rate), on('--swa')),
  maybe('--augmented-views', fc.integer({ min: 1, max: 4 })),
  maybe('--on-nan', fc.constantFrom('stop', 'rewind')),
  maybe('--checkpoint-every', fc.constantFrom('200', '90s', '1h')),
  on('--tensorboard'),
  on('--csv'),
  on('--control'),
);

const images = fc.tuple(
  maybe('--image-size', fc.integer({ min: 16, max: 48 })),
  fc.constantFrom([], ['--channels', '1'], ['--channels', '1', '--mean', '0.5', '--std', '0.25'], ['--mean', '0.5,0.4,0.3']),
  maybe('--fold', fc.constantFrom('1/3', '2/3')),
  maybe('--split-by', fc.constantFrom('name', 'position')),
  on('--skip-broken'),
  on('--gif'),
  on('--drop-duplicates'),
  fc.constantFrom([], ['--corrections', 'fixed']),
  mixed,
);

const flags = fc.tuple(weights, network, training, images).map(([first, ...rest]) => [...first, ...rest.flat(2)]);

it('the command in the report makes a run of the same choices and images, whatever flags the run was started with', async () => {
  await fc.assert(
    fc.asyncProperty(flags, async (chosen) => {
      const words = chosen.map((word) => ({ odd, fixed })[word] ?? word);
      const run = await runOf(['finetune', photos, ...words, '--backend', 'cpu']);
      const again = await runOf(wordsOf(run));
      expect(await decisionsOf(again)).toEqual(await decisionsOf(run));
    }),
    { numRuns: 25 },
  );
}, 300_000);
