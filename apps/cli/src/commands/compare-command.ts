import type { Command } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { backendOption, subcommand, threadsOption } from '../shared-options.ts';

export function addCompare(program: Command, run: RunCommand): void {
  subcommand(program, 'compare')
    .argument('<runs...>', 'two runs or more')
    .option('--data <folder>', "images that judge them all (default: the first run's)")
    .option('--html <file>', 'also write the comparison as a page, with the images that the runs judge differently')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((folders, flags) => run(flags, async (context) => (await import('./compare.ts')).compare(folders, flags, context)));
}
