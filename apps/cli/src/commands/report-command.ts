import type { Command } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { backendOption, subcommand, threadsOption } from '../shared-options.ts';

export function addReport(program: Command, run: RunCommand): void {
  subcommand(program, 'report')
    .argument('<run>', 'a run')
    .option('--data <folder>', 'where its images are now (default: where they were)')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((folder, flags) => run(flags, async (context) => (await import('./report.ts')).report(folder, flags, context)));
}
