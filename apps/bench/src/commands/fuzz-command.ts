import { type Command, Option } from '@commander-js/extra-typings';

import { jsonOption, parseCount } from '../shared-options.ts';
import { sourceKinds } from '../sources/source-kinds.ts';

export function addFuzz(program: Command): void {
  fuzzer(program, 'fuzz', 'read mutated checkpoints: each must be read, or refused by an error of ours, in little time and memory')
    .option('--files <n>', 'files in all', parseCount, 200_000)
    .action(async (options) => (await import('./fuzz.ts')).fuzz(options));
  fuzzer(program, 'fuzz-images', 'decode mutated images: each must be decoded, or refused as broken, in little time and memory')
    .option('--files <n>', 'files in all', parseCount, 170_000)
    .action(async (options) => (await import('./fuzz.ts')).fuzzPictures(options));
  fuzzer(program, 'fuzz-server', 'send mutated requests to attune web or attune serve on this machine: each must be answered, and a right one after them')
    .addOption(new Option('--server <command>', 'what is attacked').choices(['web', 'serve'] as const).default('web' as const))
    .option('--requests <n>', 'requests in all', parseCount, 10_000)
    .action(async (options) => (await import('./fuzz.ts')).fuzzWeb(options));
  fuzzer(
    program,
    'fuzz-commands',
    'run attune with hostile values of every flag: each must end with an answer written for people, none with exit 1 for bad input',
  )
    .option('--commands <n>', 'command lines in all', parseCount, 2_000)
    .option('--first <n>', 'position of the first, to try a long list in pieces', parseCount, 1)
    .option('--processes <n>', 'command lines at a time', parseCount, 2)
    .action(async (options) => (await import('./fuzz.ts')).fuzzFlags(options));
  fuzzer(program, 'fuzz-sources', 'read generated datasets: every image must be in one part under its own label, or left out with a reason')
    .option('--sources <n>', 'sources of each kind', parseCount, 1000)
    .addOption(new Option('--kind <kind>', 'one kind alone').choices(sourceKinds))
    .action(async (options) => (await import('./read-sources.ts')).readGeneratedSources(options));
}

/** A command that tries what is drawn from a seed. */
function fuzzer(program: Command, name: string, summary: string) {
  return program.command(name).description(summary).option('--seed <n>', 'seed of what is tried', parseCount, 1).addOption(jsonOption());
}
