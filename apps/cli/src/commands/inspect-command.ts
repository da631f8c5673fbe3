import { parseArchitecture } from '@attune/zoo';
import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { averagedOption, renameOption, subcommand } from '../shared-options.ts';

export function addInspect(program: Command, run: RunCommand): void {
  subcommand(program, 'inspect')
    .argument('<file>', 'a checkpoint, a run, or an image')
    .addOption(new Option('--arch <name>', 'compare a checkpoint with this architecture, name by name').argParser(parseArchitecture))
    .addOption(averagedOption())
    .addOption(renameOption())
    .action((file, flags) => run(flags, async () => (await import('./inspect.ts')).inspect(file, flags)));
}
