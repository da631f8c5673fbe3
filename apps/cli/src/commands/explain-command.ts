import type { ExplainMethod } from '@attune/classifier';
import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { averagedOption, backendOption, noTemperatureOption, renameOption, subcommand, threadsOption } from '../shared-options.ts';
import { methods, parseMethods } from './explain/methods.ts';

export function addExplain(program: Command, run: RunCommand): void {
  subcommand(program, 'explain')
    .argument('<run>', 'a run, or a checkpoint')
    .argument('<images...>', 'images, or folders of them')
    .addOption(
      new Option('--methods <names>', methods.join(', ')).argParser(parseMethods).default(['cbam', 'gradcam'] as readonly ExplainMethod[], 'cbam,gradcam'),
    )
    .option('--layer <name>', 'segment or module whose feature maps explain a class (default: the last segment before the head)')
    .addOption(new Option('--stages', 'also draw the attention at the end of each stage, side by side').default(false as boolean))
    .option('--class <name>', 'class to explain (default: the most probable)')
    .addOption(noTemperatureOption())
    .addOption(averagedOption())
    .addOption(renameOption())
    .option('--out <folder>', 'folder of the pictures (default: explained/RUN)')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((model, images, flags) => run(flags, async (context) => (await import('./explain.ts')).explain(model, images, flags, context)));
}
