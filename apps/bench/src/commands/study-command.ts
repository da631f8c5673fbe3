import type { Command } from '@commander-js/extra-typings';

import { parseCount } from '../shared-options.ts';

export function addStudy(program: Command): void {
  program
    .command('study')
    .description('train what a study of apps/bench/studies asks for, each trial once, and write its article')
    .argument('<name>', 'its folder, such as attention')
    .option('--data <folder>', 'folder with the image sets and checkpoints/; without it, only the article is written')
    .option('--threads <n>', 'threads of each trial', parseCount, 2)
    .option('--hours <n>', 'begin no trial after so many hours', Number, 8)
    .option('--log <file>', "a JSON line per trial; what it holds is not trained again (default: the study's results.jsonl)")
    .action(async (name, options) => (await import('./study.ts')).study(name, options));
}
