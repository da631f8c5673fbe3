import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { parseFraction } from '../parse-option.ts';
import { averagedOption, preprocessingOption, storedAs, subcommand } from '../shared-options.ts';

export function addExport(program: Command, run: RunCommand): void {
  subcommand(program, 'export')
    .argument('<run>', 'a run')
    .addOption(
      new Option('--to <format>', 'format to write').choices(['torch', 'safetensors', 'onnx', 'tfjs', 'torch-project'] as const).default('torch' as const),
    )
    .option('--out <path>', 'file or folder to write (default: in the run)')
    .addOption(averagedOption())
    .addOption(new Option('--dtype <kind>', 'type of the weights (default: unchanged); int8 of onnx and tfjs').choices(['f32', 'f16', 'bf16', 'int8'] as const))
    .addOption(new Option('--max-drop <share>', 'accuracy (or mAP, or R²) on the validation images that int8 may lose').argParser(parseFraction).default(0.01))
    .option('--data <folder>', 'where the images of the run are now, for int8')
    .option('--fold-batch-norm', 'fold batch norms into the convolutions before them, in onnx and tfjs')
    .addOption(preprocessingOption())
    .action((folder, { to, out, dtype, preprocessing, averaged, data, maxDrop, foldBatchNorm, ...flags }) =>
      run(flags, async (context) => {
        const { exportInt8, exportRun } = await import('./convert.ts');
        if (dtype === 'int8') return exportInt8(folder, { to, out, preprocessing, averaged, foldBatchNorm, data, maxDrop }, context);
        return exportRun(folder, { ...storedAs(dtype), to, out, preprocessing, averaged, foldBatchNorm });
      }),
    );
}
