import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { dropoutOption, networkCommand, stochasticDepthOption } from '../network-options.ts';
import { countUpTo } from '../parse-option.ts';
import { attentionRateScaleOption, batchNormOption, bodyRateScaleOption, epochsOption, rateScaleOption } from '../shared-options.ts';

export function addRecipe(program: Command, run: RunCommand): void {
  networkCommand(program, 'recipe')
    .argument('<name|file>', 'a recipe')
    .addOption(dropoutOption().helpGroup('Network:'))
    .addOption(stochasticDepthOption().helpGroup('Network:'))
    .addOption(new Option('--classes <n>', 'classes of the head').argParser(countUpTo(100_000)).default(2))
    .addOption(new Option('--images <n>', 'training images to estimate the time for, with --arch').argParser(countUpTo(1e9)).default(1000))
    .addOption(new Option('--yaml', 'print the recipe as a file to edit').default(false as boolean))
    .addOption(epochsOption())
    .addOption(rateScaleOption())
    .addOption(bodyRateScaleOption())
    .addOption(attentionRateScaleOption())
    .addOption(batchNormOption())
    .action((name, flags) => run(flags, async () => (await import('./recipe.ts')).recipe(name, flags)));
}
