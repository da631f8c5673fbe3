import { type Command, Option } from '@commander-js/extra-typings';

import { jsonOption, parseCount } from '../shared-options.ts';
import { sourceKinds } from '../sources/source-kinds.ts';

export function addFuzz(program: Command): void {
  addFuzzFiles(program);
  addFuzzImages(program);
  addFuzzServer(program);
  addFuzzCommands(program);
  addFuzzSources(program);
}

function addFuzzFiles(program: Command): void {
  program
    .command('fuzz')
    .description('read mutated checkpoints: each must be read, or refused by an error of ours, in little time and memory')
    .option('--files <n>', 'files in all', parseCount, 200_000)
    .option('--seed <n>', 'seed of the mutations', parseCount, 1)
    .addOption(jsonOption())
    .action(async (options) => (await import('./fuzz.ts')).fuzz(options));
}

function addFuzzImages(program: Command): void {
  program
    .command('fuzz-images')
    .description('decode mutated images: each must be decoded, or refused as broken, in little time and memory')
    .option('--files <n>', 'files in all', parseCount, 170_000)
    .option('--seed <n>', 'seed of the mutations', parseCount, 1)
    .addOption(jsonOption())
    .action(async (options) => (await import('./fuzz.ts')).fuzzPictures(options));
}

function addFuzzServer(program: Command): void {
  program
    .command('fuzz-server')
    .description('send mutated requests to attune web on this machine: each must be answered, and the page served after them')
    .option('--requests <n>', 'requests in all', parseCount, 10_000)
    .option('--seed <n>', 'seed of the mutations', parseCount, 1)
    .addOption(jsonOption())
    .action(async (options) => (await import('./fuzz.ts')).fuzzWeb(options));
}

function addFuzzSources(program: Command): void {
  program
    .command('fuzz-sources')
    .description('read generated datasets: every image must be in one part under its own label, or left out with a reason')
    .option('--sources <n>', 'sources of each kind', parseCount, 1000)
    .option('--seed <n>', 'seed of the sources', parseCount, 1)
    .addOption(new Option('--kind <kind>', 'one kind alone').choices(sourceKinds))
    .addOption(jsonOption())
    .action(async (options) => (await import('./read-sources.ts')).readGeneratedSources(options));
}

function addFuzzCommands(program: Command): void {
  program
    .command('fuzz-commands')
    .description('run attune with hostile values of every flag: each must end with an answer written for people, none with exit 1 for bad input')
    .option('--commands <n>', 'command lines in all', parseCount, 2_000)
    .option('--seed <n>', 'seed of the values', parseCount, 1)
    .option('--processes <n>', 'command lines at a time', parseCount, 2)
    .addOption(jsonOption())
    .action(async (options) => (await import('./fuzz.ts')).fuzzFlags(options));
}
