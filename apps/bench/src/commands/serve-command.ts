import type { Command } from '@commander-js/extra-typings';

import { parseCount } from '../shared-options.ts';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('load attune serve with photos and hostile files at once: nothing lost, flat memory, latency and throughput')
    .requiredOption('--data <folder>', 'folder with hymenoptera/ and checkpoints/')
    .option('--clients <n>', 'clients at once; a tenth of them send hostile files', parseCount, 200)
    .option('--seconds <n>', 'how long', parseCount, 60)
    .option('--log <file>', 'append a JSON line with the result')
    .action(async (options) => (await import('./serve.ts')).serve(options));
}
