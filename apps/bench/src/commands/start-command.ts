import type { Command } from '@commander-js/extra-typings';

import { jsonOption, parseCount } from '../shared-options.ts';

export function addStart(program: Command): void {
  program
    .command('start')
    .description('time attune --help beside Node that runs nothing, whole processes in turns')
    .option('--rounds <n>', 'turns of each', parseCount, 21)
    .addOption(jsonOption())
    .action(async (options) => (await import('./start.ts')).start(options));
}
