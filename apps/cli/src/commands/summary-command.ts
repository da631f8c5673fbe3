import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import {
  architectureOption,
  attentionBlocksOption,
  attentionGatesOption,
  attentionKernelOption,
  attentionOption,
  channelsOption,
  placementOption,
} from '../network-options.ts';
import { countUpTo } from '../parse-option.ts';
import { backendOption, imageSizeOption, renameOption, subcommand, threadsOption } from '../shared-options.ts';

export function addSummary(program: Command, run: RunCommand): void {
  subcommand(program, 'summary')
    .argument('[run]', 'a run, or a checkpoint, in place of --arch')
    .addOption(architectureOption())
    .addOption(channelsOption())
    .addOption(attentionOption())
    .addOption(new Option('--reduction <n>', "channels per unit of the attention's bottleneck").argParser(countUpTo(65_536)).default(16))
    .addOption(placementOption())
    .addOption(attentionKernelOption())
    .addOption(attentionGatesOption())
    .addOption(attentionBlocksOption())
    .addOption(new Option('--classes <n>', 'classes of the head (default: 1000, 10 of a CIFAR network)').argParser(countUpTo(100_000)))
    .addOption(imageSizeOption())
    .addOption(renameOption())
    .option('--svg <file>', 'draw the network')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((model, flags) => run(flags, async () => (await import('./summary.ts')).summary(model, flags)));
}
