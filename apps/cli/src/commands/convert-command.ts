import { flavourNames } from '@attune/checkpoint';
import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { averagedOption, dtypeOption, preprocessingOption, renameOption, storedAs, subcommand } from '../shared-options.ts';

export function addConvert(program: Command, run: RunCommand): void {
  subcommand(program, 'convert')
    .argument('<in>', 'a checkpoint, or sample')
    .argument('<out>', 'a .safetensors, .pth, .pt, .bin or .onnx file')
    .addOption(new Option('--flavour <name>', 'whose tensor names to write (default: torchvision)').choices(flavourNames))
    .addOption(averagedOption())
    .addOption(renameOption())
    .addOption(dtypeOption())
    .addOption(preprocessingOption())
    .action((input, output, { dtype, preprocessing, flavour, averaged, rename, ...flags }) =>
      run(flags, async () => (await import('./convert.ts')).convert(input, output, { ...storedAs(dtype), preprocessing, flavour, averaged, rename })),
    );
}
