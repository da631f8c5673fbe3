import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { architectureOption } from '../network-options.ts';
import {
  averagedOption,
  backendOption,
  batchSizeOption,
  gifOption,
  imageSizeOption,
  loaderThreadsOption,
  noTemperatureOption,
  renameOption,
  skipBrokenOption,
  subcommand,
  threadsOption,
} from '../shared-options.ts';

export function addEvaluate(program: Command, run: RunCommand): void {
  subcommand(program, 'evaluate')
    .argument('<model>', 'a run, or a checkpoint')
    .argument('<data>', 'labelled images')
    .addOption(
      new Option('--split <part>', 'part of the data (default: validation where there is one, else all)').choices(['train', 'validation', 'test'] as const),
    )
    .addOption(architectureOption())
    .addOption(imageSizeOption())
    .addOption(batchSizeOption())
    .option('--predictions <file>', 'write one class index per line, in file order')
    .option('--unknown <folder>', 'judge how well images of no class, those in this folder, are told by their energy')
    .addOption(noTemperatureOption())
    .addOption(averagedOption())
    .addOption(renameOption())
    .addOption(skipBrokenOption())
    .addOption(gifOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .action((model, path, flags) => run(flags, async (context) => (await import('./evaluate.ts')).evaluate(model, path, flags, context)));
}
