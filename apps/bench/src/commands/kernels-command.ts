import { type Command, Option } from '@commander-js/extra-typings';

import { againstOption, backendOption, jsonOption, parseCount, repetitionsOption, roundsOption, threadsOption, warmUpOption } from '../shared-options.ts';
import { passesOfConvolution } from '../workload/work.ts';

export function addKernels(program: Command): void {
  program
    .command('kernels')
    .description('measure convolutions: a 3×3 of 64 channels first, then the other kinds that ResNet-18 has')
    .addOption(
      new Option('--pass <kind>', 'the output, one of the gradients, or training: all three').choices(passesOfConvolution).default('training' as const),
    )
    .option('--batch <n>', 'batch size', parseCount, 8)
    .option('--only <n>', 'measure only the first n of them', parseCount)
    .option('--strided', 'measure only those with a stride')
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(againstOption())
    .addOption(roundsOption())
    .addOption(repetitionsOption())
    .addOption(warmUpOption())
    .addOption(jsonOption())
    .action(async (options) => (await import('./kernels.ts')).kernels(options));
}
