import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { trainingCommand } from '../network-options.ts';
import { countUpTo, positiveUpTo } from '../parse-option.ts';
import {
  backendOption,
  batchSizeOption,
  gifOption,
  imageSizeOption,
  loaderThreadsOption,
  meanOption,
  seedOption,
  skipBrokenOption,
  stdOption,
  targetsOption,
  taskOption,
  threadsOption,
} from '../shared-options.ts';

export function addFindRate(program: Command, run: RunCommand): void {
  trainingCommand(program, 'lr-find')
    .alias('find-rate')
    .argument('<data>', 'a folder of images, CIFAR-10 binaries, or sample:emoji')
    .optionsGroup('Training:')
    .option('--stage <name>', 'stage whose parameters move (default: the first)')
    .option('--group <name>', 'only this group of the stage (default: all, their rates in proportion)')
    .addOption(new Option('--steps <n>', 'batches from the first rate to the last').argParser(countUpTo(100_000)).default(100))
    .addOption(new Option('--from <rate>', 'first rate').argParser(positiveUpTo(1e6)).default(1e-7))
    .addOption(new Option('--to <rate>', 'last rate').argParser(positiveUpTo(1e6)).default(10))
    .addOption(seedOption())
    .addOption(taskOption())
    .addOption(targetsOption())
    .addOption(batchSizeOption())
    .addOption(imageSizeOption())
    .addOption(meanOption())
    .addOption(stdOption())
    .addOption(skipBrokenOption())
    .addOption(gifOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .action((path, flags) => run(flags, async (context) => (await import('./find-rate.ts')).findLearningRate(path, flags, context)));
}
