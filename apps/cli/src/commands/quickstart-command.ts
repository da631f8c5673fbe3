import type { Command } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { backendOption, epochsOption, seedOption, subcommand, threadsOption } from '../shared-options.ts';

export function addQuickstart(program: Command, run: RunCommand): void {
  subcommand(program, 'quickstart')
    .addOption(epochsOption())
    .addOption(seedOption())
    .option('--out <folder>', 'folder of the run (default: runs/emoji)')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((flags) => run(flags, async (context) => (await import('./quickstart.ts')).quickstart(flags, context), { keepsWork: true }));
}
