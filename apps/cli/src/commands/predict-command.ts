import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo } from '../parse-option.ts';
import { averagedOption, backendOption, renameOption, subcommand, threadsOption } from '../shared-options.ts';

export function addPredict(program: Command, run: RunCommand): void {
  subcommand(program, 'predict')
    .argument('<run>', 'a run, or a checkpoint')
    .argument('<images...>', 'images, or folders of them')
    .addOption(new Option('--top <n>', 'classes per image').argParser(countUpTo(100_000)).default(3))
    .addOption(averagedOption())
    .addOption(renameOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((model, images, flags) => run(flags, async (context) => (await import('./predict.ts')).predict(model, images, flags, context)));
}
