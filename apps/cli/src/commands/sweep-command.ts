import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo } from '../parse-option.ts';
import { subcommand } from '../shared-options.ts';

export function addSweep(program: Command, run: RunCommand): void {
  subcommand(program, 'sweep')
    .argument('<spec>', 'a YAML file: the flags of finetune, axes, seeds, folds, strategy')
    .option('--out <folder>', 'folder of the sweep, which is taken up where it was stopped (default: sweeps/NAME)')
    .option('--dry-run', 'print the trials and the time they take, as measured on the first')
    .optionsGroup('Machine:')
    .option('--redis <url>', 'have workers train, through the Redis at redis://… or rediss://…: see attune worker')
    .option('--queue <name>', 'name of the queue', 'attune')
    .addOption(new Option('--priority <n>', 'workers take sweeps with smaller numbers first').argParser(countUpTo(1000)).default(1))
    .addOption(new Option('--jobs <n>', 'trials at a time (default: as many as the cores allow)').argParser(countUpTo(1024)))
    .addOption(new Option('--trial-threads <n>', 'threads of each trial').argParser(countUpTo(256)).default(1))
    .action((spec, flags) => run(flags, async (context) => (await import('./sweep.ts')).sweep(spec, flags, context), { keepsWork: true }));
}
