import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { architectureOption } from '../network-options.ts';
import { positiveUpTo } from '../parse-option.ts';
import { backendOption, renameOption, subcommand, threadsOption } from '../shared-options.ts';
import { UsageError } from '../usage-error.ts';

export function addDoctor(program: Command, run: RunCommand): void {
  subcommand(program, 'doctor')
    .option('--weights <file>', 'a checkpoint or a run, to compare with a reference')
    .option('--reference <file>', 'inputs and outputs of layers, as attune_reference.py of @attune/export writes them')
    .addOption(new Option('--tolerance <share>', "largest difference, as a share of a layer's largest value").argParser(positiveUpTo(1e6)).default(1e-4))
    .addOption(architectureOption())
    .addOption(renameOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((flags) =>
      run(flags, async () => {
        const { weights, reference } = flags;
        if (weights === undefined && reference === undefined) return (await import('./doctor.ts')).doctor(flags);
        if (weights === undefined || reference === undefined)
          throw new UsageError('--weights and --reference go together: the network to run, and the outputs to compare it with.');
        return (await import('./doctor/check-reference.ts')).checkReference({ ...flags, weights, reference });
      }),
    );
}
