import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { averagedOption, dtypeOption, preprocessingOption, storedAs, subcommand } from '../shared-options.ts';

export function addExport(program: Command, run: RunCommand): void {
  subcommand(program, 'export')
    .argument('<run>', 'a run')
    .addOption(
      new Option('--to <format>', 'format to write').choices(['torch', 'safetensors', 'onnx', 'tfjs', 'torch-project'] as const).default('torch' as const),
    )
    .option('--out <path>', 'file or folder to write (default: in the run)')
    .addOption(averagedOption())
    .addOption(dtypeOption())
    .addOption(preprocessingOption())
    .action((folder, { to, out, dtype, preprocessing, averaged, ...flags }) =>
      run(flags, async () => (await import('./convert.ts')).exportRun(folder, { ...storedAs(dtype), to, out, preprocessing, averaged })),
    );
}
