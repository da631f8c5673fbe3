import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo, parseFolds } from '../parse-option.ts';
import { backendOption, batchSizeOption, gifOption, loaderThreadsOption, seedOption, skipBrokenOption, subcommand, threadsOption } from '../shared-options.ts';

export function addClean(program: Command, run: RunCommand): void {
  subcommand(program, 'clean')
    .argument('<data>', 'labelled data as finetune takes them; with --next, a folder of images without labels')
    .requiredOption('--run <run>', 'a run, whose features tell images apart')
    .option('--csv <file>', 'write what was found, for you to fill in: finetune --corrections applies it')
    .addOption(new Option('--choose <action>', 'fill in an action for every probable error: move, drop or keep').choices(['move', 'drop', 'keep'] as const))
    .addOption(new Option('--folds <k>', 'folds of the cross-validation').argParser(parseFolds).default(5))
    .addOption(new Option('--next <n>', 'choose the n images most worth labelling: unsure and unlike each other').argParser(countUpTo(1_000_000)))
    .addOption(skipBrokenOption())
    .addOption(gifOption())
    .addOption(seedOption())
    .addOption(batchSizeOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .action((data, flags) => run(flags, async (context) => (await import('./clean.ts')).clean(data, flags, context)));
}
