import type { TestViews } from '@attune/data';
import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo } from '../parse-option.ts';
import { classifierCommand } from '../shared-options.ts';

const ways = ['flip', 'five-crops', 'ten-crops'] as const satisfies readonly TestViews[];

export function addPredict(program: Command, run: RunCommand): void {
  classifierCommand(program, 'predict')
    .argument('<run>', 'a run, a checkpoint or an exported model')
    .argument('<images...>', 'images, or folders of them')
    .addOption(new Option('--top <n>', 'classes per image').argParser(countUpTo(100_000)).default(3))
    .option('--csv <file>', 'write a row per image; run again to go on after a stop')
    .addOption(new Option('--tta <views>', 'average over several views of each image').choices(ways))
    .option('--ensemble <runs...>', 'average with these runs, which must have the same classes')
    .option('--copy-into <folder>', 'copy each image into the folder of its class there')
    .action((model, images, flags) => run(flags, async (context) => (await import('./predict.ts')).predict(model, images, flags, context)));
}
