import type { Command } from '@commander-js/extra-typings';

import { parseCount } from '../shared-options.ts';

export function addClean(program: Command): void {
  program
    .command('clean')
    .description('flip labels of sign-digits, and measure how many attune clean finds and what correcting them is worth')
    .requiredOption('--data <folder>', 'folder with sign-digits/ and checkpoints/')
    .option('--seeds <n>', 'seeds of the flips and of the training', parseCount, 3)
    .option('--first-seed <n>', 'the first of the seeds', Number, 0)
    .option('--image-size <pixels>', 'side of the images', parseCount, 112)
    .option('--epochs <a,b,c>', 'epochs of each stage', '2,2,1')
    .option('--log <file>', 'a JSON line per seed', 'clean.jsonl')
    .action(async (options) => (await import('./clean.ts')).clean(options));
}
