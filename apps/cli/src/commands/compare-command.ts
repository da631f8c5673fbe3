import type { Command } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { backendOption, subcommand, threadsOption } from '../shared-options.ts';

export function addCompare(program: Command, run: RunCommand): void {
  subcommand(program, 'compare')
    .argument('<runs...>', 'two runs or more')
    .option('--data <folder>', "images that judge them all (default: the first run's)")
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((folders, flags) => run(flags, async (context) => (await import('./compare.ts')).compare(folders, flags, context)));
}
