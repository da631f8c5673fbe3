import type { Command } from '@commander-js/extra-typings';

import { parseCount } from '../shared-options.ts';

export function addPredict(program: Command): void {
  program
    .command('predict')
    .description('attune predict on many photos, compared with what reading and the forward pass allow together')
    .requiredOption('--data <folder>', 'folder with hymenoptera/ and checkpoints/')
    .option('--photos <n>', 'photos: those of hymenoptera again and again', parseCount, 10_000)
    .option('--sample <n>', 'photos that reading and the forward pass are timed on, before and after', parseCount, 400)
    .option('--log <file>', 'append a JSON line with the result')
    .action(async (options) => (await import('./predict.ts')).predict(options));
}
