import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { subcommand, targetsOption, taskOption } from '../shared-options.ts';

export function addData(program: Command, run: RunCommand): void {
  subcommand(program, 'data')
    .argument('<dir>', 'a folder of images, a table of them (CSV), tar shards, Parquet, CIFAR or IDX files, CIFAR archives')
    .addOption(new Option('--deep', 'decode every image instead of reading headers and ends').default(false as boolean))
    .addOption(new Option('--gif', 'read GIFs too').default(false as boolean))
    .addOption(taskOption())
    .addOption(targetsOption())
    .option('--corrections <csv>', 'as finetune would train with corrections of attune clean')
    .option('--html <file>', 'write a page with some images of every class')
    .action((dir, flags) => run(flags, async (context) => (await import('./data.ts')).data(dir, flags, context)));
}
