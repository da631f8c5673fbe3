import type { Command } from '@commander-js/extra-typings';

import { jsonOption } from '../shared-options.ts';

export function addPage(program: Command): void {
  program
    .command('page')
    .description('the page of attune web in Chromium, by what is visible alone: from the empty page to sample photos trained on, explained and exported')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .addOption(jsonOption())
    .action(async (options) => (await import('./page.ts')).page(options));
}
