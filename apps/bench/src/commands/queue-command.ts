import type { Command } from '@commander-js/extra-typings';

import { parseCount } from '../shared-options.ts';

export function addQueue(program: Command): void {
  program
    .command('queue')
    .description('pass trials that train nothing through a queue in Redis, and watch time and memory')
    .option('--trials <n>', 'trials', parseCount, 10_000)
    .option('--workers <n>', 'workers', parseCount, 2)
    .option('--jobs <n>', 'trials at a time of each worker', parseCount, 8)
    .option('--log <file>', 'append a JSON line with the result')
    .action(async (options) => (await import('./queue.ts')).queue(options));
}
