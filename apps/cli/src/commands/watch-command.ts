import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { positiveUpTo } from '../parse-option.ts';
import { subcommand } from '../shared-options.ts';

export function addWatch(program: Command, run: RunCommand): void {
  subcommand(program, 'watch')
    .argument('<run>', 'a run that is under way, or has ended')
    .addOption(new Option('--every <seconds>', 'seconds between updates').argParser(positiveUpTo(86_400)).default(1))
    .action((folder, flags) => run(flags, async (context) => (await import('./watch.ts')).watch(folder, flags, context)));
}
