import type { Command } from '@commander-js/extra-typings';

import { trialPrograms } from '../promises/trial-programs.ts';
import { trialSets } from '../promises/trial-sets.ts';
import { parseCount, parseNamesOf } from '../shared-options.ts';

export function addPromises(program: Command): void {
  program
    .command('promises')
    .description('try what the default recipe promises, over seeds on real images, beside the head alone and PyTorch')
    .requiredOption('--data <folder>', 'folder with the image sets, checkpoints/ and reference/')
    .option('--sets <names>', 'separated by commas', parseNamesOf(Object.keys(trialSets)), Object.keys(trialSets))
    .option('--programs <names>', 'separated by commas', parseNamesOf(trialPrograms), trialPrograms)
    .option('--seeds <n>', 'seeds of each', parseCount, 5)
    .option('--epochs <a,b,c>', 'epochs of each stage; the head alone gets the first, or their sum', '2,2,1')
    .option('--log <file>', 'a JSON line per run; what it holds is not run again', 'promises.jsonl')
    .action(async (options) => (await import('./promises.ts')).promises(options));
}
