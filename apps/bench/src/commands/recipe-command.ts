import type { Command } from '@commander-js/extra-typings';

import { jsonOption, parseCount, threadsOption } from '../shared-options.ts';

export function addRecipe(program: Command): void {
  program
    .command('recipe')
    .description('time `attune finetune --recipe three-stage` on ants and bees beside the same recipe in PyTorch, as whole processes')
    .requiredOption('--data <folder>', 'folder with hymenoptera/, checkpoints/ and reference/')
    .option('--epochs <a,b,c>', 'epochs of each stage', '2,2,1')
    .addOption(threadsOption())
    .option('--rounds <n>', 'runs of each', parseCount, 1)
    .addOption(jsonOption())
    .action(async (options) => (await import('./recipe.ts')).recipe(options));
}
